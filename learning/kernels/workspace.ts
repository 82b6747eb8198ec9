import { assemble, type WasmFunction } from './assembler.ts';
import { downdateTriangle, multiplyTriangle } from './triangle-kernels.ts';
import { projectRow, wave } from './wave-kernels.ts';

/** Lengths are in bytes; the other whole numbers are addresses, the `byteOffset` of arrays of the same workspace. */
export interface Kernels {
  multiplyTriangle(triangle: number, vector: number, product: number, bytes: number): void;
  downdateTriangle(triangle: number, vector: number, bytes: number, factor: number, keep: number, added: number): void;
  projectRow(directions: number, row: number, rowBytes: number, projected: number, projectedBytes: number): void;
  wave(projected: number, phases: number, waves: number, bytes: number, stretch: number, height: number): void;
}

/**
 * Memory that is allotted array by array, and the kernels in WebAssembly that work on these arrays, two numbers at a
 * time: docs/decisions/0012-kernels-in-webassembly.md. Each learner has a workspace of its own, which goes when it does.
 */
export interface Workspace {
  /** Zeros. Where the length is odd, another one stands behind them, so that a kernel may take them in pairs. */
  allot(length: number): Float64Array;
  readonly kernels: Kernels;
}

/** What TypeScript declares for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (pages: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

const PAGE_BYTES = 65_536;

const functions = { multiplyTriangle, downdateTriangle, projectRow, wave } satisfies Record<
  keyof Kernels,
  WasmFunction
>;
const compiled = new WebAssembly.Module(assemble(functions));

/**
 * @param numbers how many can be allotted. To grow would detach the arrays, so it never does; memory that is never
 * written to costs nothing.
 */
export function createWorkspace(numbers: number): Workspace {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((8 * numbers) / PAGE_BYTES) });
  const kernels = new WebAssembly.Instance(compiled, { workspace: { memory } }).exports as Kernels;
  let end = 0;
  return {
    kernels,
    allot(length) {
      const array = new Float64Array(memory.buffer, end, length);
      end += 16 * Math.ceil(length / 2);
      return array;
    },
  };
}
