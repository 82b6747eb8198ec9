import { utf8 } from '../learning/utf8.ts';
import { RejectedRecord } from './record.ts';
import { idOf } from './schema.ts';

/*
 * A record that is sent again, with an id for the case that it has none of its own. Numbers little-endian.
 *
 *   0  4  magic, "SLUR"
 *   4  1  version, 1
 *   5  1  zero
 *   6  2  bytes of the id
 *   8     the id in UTF-8, and behind it the record as it first came, in whatever encoding
 */
const MAGIC = Uint8Array.of(0x53, 0x4c, 0x55, 0x52);
const HEADER_BYTES = 8;
const VERSION = 1;

/** A record that is sent again, and the id by which it is known if it has none of its own. */
export interface Redriven {
  readonly id: string;
  readonly record: Uint8Array;
}

/**
 * The id of a record that was given none: where it first stood in the stream, as Lambda's own event ids say it. The
 * trainer remembers it like any other, so that the record is known when it is sent again under this id.
 */
export function originId({ shardId, sequenceNumber }: { shardId: string; sequenceNumber: bigint }): string {
  return `${shardId}:${sequenceNumber}`;
}

export function isRedriven(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

export function wrapRedriven({ id, record }: Redriven): Uint8Array {
  const name = utf8(id);
  const bytes = new Uint8Array(HEADER_BYTES + name.length + record.length);
  bytes.set(MAGIC);
  bytes[4] = VERSION;
  new DataView(bytes.buffer).setUint16(6, name.length, true);
  bytes.set(name, HEADER_BYTES);
  bytes.set(record, HEADER_BYTES + name.length);
  return bytes;
}

/** @throws {RejectedRecord} when the header is not whole, or of another version. */
export function unwrapRedriven(bytes: Uint8Array): Redriven {
  if (bytes.length < HEADER_BYTES) {
    throw new RejectedRecord('truncated', `expected a header of ${HEADER_BYTES} bytes, got ${bytes.length}`);
  }
  if (bytes[4] !== VERSION) {
    throw new RejectedRecord('unsupported-version', `expected version ${VERSION}, got ${bytes[4]}`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(6, true);
  const end = HEADER_BYTES + length;
  if (end > bytes.length) throw new RejectedRecord('truncated', `id: expected ${length} bytes`);
  const { id } = idOf(textOf(bytes.subarray(HEADER_BYTES, end)));
  const record = bytes.subarray(end);
  if (isRedriven(record)) throw new RejectedRecord('wrong-shape', 'expected a record, got one that is wrapped twice');
  return { id: id as string, record };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new RejectedRecord('not-utf8', 'id: expected UTF-8');
  }
}
