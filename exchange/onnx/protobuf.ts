import { utf8 } from '../../learning/utf8.ts';

/*
 * Protocol buffers, as far as ONNX needs them to be written: https://protobuf.dev/programming-guides/encoding. A message is
 * its fields one after another; a field is its number and how it is written, then its value.
 */

/** A value of a field, the field's number before it. */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** int64, int32 or an enumeration; from 0. */
export function whole(field: number, value: number): Field {
  return joined([tag(field, VARINT), varint(value)]);
}

export function text(field: number, value: string): Field {
  return bytes(field, utf8(value));
}

export function bytes(field: number, value: Uint8Array): Field {
  return joined([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
}

/** A message within a message. */
export function message(field: number, fields: readonly Field[]): Field {
  return bytes(field, joined(fields));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function tag(field: number, type: number): Uint8Array {
  return varint(field * 8 + type);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`varint: expected a whole number from 0, got ${value}`);
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  return Uint8Array.from([...digits, rest]);
}
