import { decodeBinary, isBinary } from './binary.ts';
import { decodeJson } from './json.ts';
import { RECORD_BYTES_MAX } from './limits.ts';
import { RejectedRecord, type Rejection, type TrainingRecord } from './record.ts';
import { isRedriven, unwrapRedriven } from './redriven.ts';
import type { Schemas } from './schema.ts';

/** Undoes gzip, and throws when the result would be longer than `bytesMax`, before it is. */
export type Gunzip = (bytes: Uint8Array, bytesMax: number) => Uint8Array;

export type Decoded =
  | { readonly kind: 'record'; readonly record: TrainingRecord }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/**
 * Reads a record in any of the encodings of docs/wire-format.md, told apart by its first bytes.
 *
 * Whatever the bytes, the answer is a record or a reason: it throws nothing.
 */
export function decodeRecord(bytes: Uint8Array, schemas: Schemas, gunzip: Gunzip): Decoded {
  const named: { model?: string } = {};
  try {
    return { kind: 'record', record: decodeOnce(bytes, schemas, gunzip, named) };
  } catch (error) {
    if (!(error instanceof RejectedRecord)) throw error;
    const { reason, message } = error;
    return { kind: 'rejected', rejection: { reason, detail: message, ...named } };
  }
}

/** A record that is sent again keeps its own id, where it has one. */
function decodeOnce(bytes: Uint8Array, schemas: Schemas, gunzip: Gunzip, named: { model?: string }): TrainingRecord {
  if (!isRedriven(bytes)) return decodePlain(inflate(bytes, gunzip), schemas, named);
  const { id, record } = unwrapRedriven(bytes);
  return { id, ...decodePlain(inflate(record, gunzip), schemas, named) };
}

function decodePlain(bytes: Uint8Array, schemas: Schemas, named: { model?: string }): TrainingRecord {
  if (bytes.length > RECORD_BYTES_MAX) {
    throw new RejectedRecord('too-large', `expected at most ${RECORD_BYTES_MAX} bytes, got ${bytes.length}`);
  }
  return isBinary(bytes) ? decodeBinary(bytes, schemas, named) : decodeJson(bytes, schemas, named);
}

function inflate(bytes: Uint8Array, gunzip: Gunzip): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzip(bytes, RECORD_BYTES_MAX);
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    if (tooLarge) throw new RejectedRecord('too-large', `gzip: expands to more than ${RECORD_BYTES_MAX} bytes`);
    throw new RejectedRecord('bad-gzip', `gzip: ${error instanceof Error ? error.message : 'cannot be expanded'}`);
  }
}
