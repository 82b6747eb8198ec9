/*
 * A WebAssembly assembler with just the instructions that the kernels need. Code is written as nested calls, so that a
 * kernel reads like the loop that it is. Numbers of opcodes and sections: WebAssembly Core Specification 2.0, chapter 5.
 *
 * Relaxed instructions are left out on purpose: they, and only they, may round differently on another machine.
 */

/** Bytes of instructions; as an operand, those that leave one value on the stack. */
export type Code = readonly number[];

/** The code that reads a local: `local.get` and its number, which is below 128. */
export type Local = readonly [number, number];

/** A number in memory, a float, or two floats side by side. */
export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
type ValueType = typeof I32 | typeof F64 | typeof V128;

export interface WasmFunction {
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** A function of named parameters and locals, without result; `body` is given the code that reads each. */
export function wasmFunction<P extends string, L extends string>(
  parameters: Readonly<Record<P, ValueType>>,
  locals: Readonly<Record<L, ValueType>>,
  body: (local: Readonly<Record<P | L, Local>>) => readonly Code[],
): WasmFunction {
  const names = Object.keys({ ...parameters, ...locals });
  const local = Object.fromEntries(names.map((name, i): [string, Local] => [name, [0x20, i]])) as Record<P | L, Local>;
  return {
    parameters: Object.values(parameters),
    locals: Object.values(locals),
    body: body(local).flat(),
  };
}

/** The bytes of a module that works in the memory `workspace.memory`, and exports the functions. */
export function assemble(functions: Readonly<Record<string, WasmFunction>>): Uint8Array {
  const all = Object.values(functions);
  const types = all.map(({ parameters }) => [0x60, ...sized(parameters), 0]);
  const exported = Object.keys(functions).map((name, i) => [...text(name), 0, i]);
  const bodies = all.map(({ locals, body }) => sized([...list(locals.map((type) => [1, type])), ...body, 0x0b]));
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[...text('workspace'), ...text('memory'), 2, 0, 1]]),
    ...section(
      3,
      all.map((_, i) => [i]),
    ),
    ...section(7, exported),
    ...section(10, bodies),
  );
}

/** local = value */
export const assign = (local: Local, value: Code): Code => [...value, 0x21, local[1]];
/** A constant from −64 to 63: one byte, whose seventh bit is the sign. */
export const small = (value: number): Code => [0x41, value & 0x7f];
export const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const advance = (pointer: Local, bytes: number): Code => assign(pointer, plus(pointer, small(bytes)));
/** Runs `body`, which has to move `pointer`, while it is before `end`. */
export const whileBefore = (pointer: Local, end: Local, ...body: readonly Code[]): Code => {
  const before = [...pointer, ...end, 0x49];
  return [...before, 0x04, 0x40, 0x03, 0x40, ...body.flat(), ...before, 0x0d, 0, 0x0b, 0x0b];
};

/** One float. */
export const loadFloat = (pointer: Code, offset = 0): Code => [...pointer, 0x2b, 3, offset];
export const storeFloat = (pointer: Code, value: Code, offset = 0): Code => [...pointer, ...value, 0x39, 3, offset];
export const addFloats = (a: Code, b: Code): Code => [...a, ...b, 0xa0];

/** Two floats. */
const simd = (opcode: number, ...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];
export const load = (pointer: Code, offset = 0): Code => [...simd(0x00, pointer), 4, offset];
export const store = (pointer: Code, value: Code, offset = 0): Code => [...simd(0x0b, pointer, value), 4, offset];
/** The same float twice: from memory, computed, constant. */
export const loadTwice = (pointer: Code, offset = 0): Code => [...simd(0x0a, pointer), 3, offset];
export const twice = (float: Code): Code => simd(0x14, float);
export const constant = (value: number): Code => [
  ...simd(0x0c),
  ...new Uint8Array(Float64Array.of(value, value).buffer),
];
export const add = (a: Code, b: Code): Code => simd(0xf0, a, b);
export const subtract = (a: Code, b: Code): Code => simd(0xf1, a, b);
export const multiply = (a: Code, b: Code): Code => simd(0xf2, a, b);
export const absolute = (a: Code): Code => simd(0xec, a);
/** The nearest whole numbers, of two that are as near the even one. */
export const nearest = (a: Code): Code => simd(0x94, a);
/** (a₀ + a₁, b₀ + b₁) */
export const sumOfEach = (a: Code, b: Code): Code => add(shuffle(a, b, 0), shuffle(a, b, 1));

/** (a₀, b₀) or (a₁, b₁): the instruction names sixteen bytes, of the 32 of both. */
function shuffle(a: Code, b: Code, lane: 0 | 1): Code {
  const bytes = Array.from({ length: 8 }, (_, i) => 8 * lane + i);
  return [...simd(0x0d, a, b), ...bytes, ...bytes.map((byte) => 16 + byte)];
}

function section(id: number, items: readonly Code[]): Code {
  return [id, ...sized(list(items))];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

function text(name: string): Code {
  return sized(Array.from(name, (letter) => letter.charCodeAt(0)));
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
