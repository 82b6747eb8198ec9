import type { State, StateArray } from '../state.ts';
import { utf8 } from '../utf8.ts';
import { crc32 } from './crc32.ts';

/*
 * The file that a snapshot is. All numbers little-endian; every array starts at a multiple of 8.
 *
 *   0  8  magic, "SLUICE" and two zero bytes
 *   8  4  version of the format
 *  12  4  CRC-32 of everything behind it
 *  16  4  number of sections
 *  20  4  zero
 *  24     sections: type (1 byte), length of the name (1), zeros (2), length of the data in bytes (4),
 *         name in UTF-8, zeros to a multiple of 8, data, zeros to a multiple of 8
 */
const MAGIC = Uint8Array.of(0x53, 0x4c, 0x55, 0x49, 0x43, 0x45, 0, 0);
const HEADER_BYTES = 24;

/** The version that is written, and the only one that is read. */
export const FORMAT_VERSION = 1;

/** Section types by their number in the file: a new one goes to the end. */
const TYPES = [Uint8Array, Float64Array, Float32Array, Int32Array, Uint32Array, BigUint64Array] as const;

/** Most are of this type. */
const FLOAT64 = TYPES.indexOf(Float64Array);

/** A snapshot that is damaged, of another version or for another model. It is never trained on. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** A snapshot that other code wrote, in a format that this code does not know. */
export class FormatVersionError extends SnapshotError {}

/** Writes named arrays as one checked block of bytes, in the order of their names' appearance. */
export function encodeSections(sections: State): Uint8Array {
  return encodeEntries(Object.entries(sections));
}

/** The same, of names and arrays in a list. */
export function encodeEntries(sections: readonly (readonly [string, StateArray])[]): Uint8Array {
  const names = sections.map(([name]) => nameBytes(name));
  let length = HEADER_BYTES;
  for (let i = 0; i < sections.length; i++) length += 8 + pad(names[i].length) + pad(sections[i][1].byteLength);
  const bytes = new Uint8Array(length);
  const doubles = new Float64Array(bytes.buffer);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(16, sections.length, true);
  let at = HEADER_BYTES;
  for (let i = 0; i < sections.length; i++) {
    const [name, array] = [names[i], sections[i][1]];
    view.setUint8(at, array instanceof Float64Array ? FLOAT64 : TYPES.findIndex((type) => array instanceof type));
    view.setUint8(at + 1, name.length);
    view.setUint32(at + 4, array.byteLength, true);
    bytes.set(name, at + 8);
    at += 8 + pad(name.length);
    if (array instanceof Float64Array) doubles.set(array, at / 8);
    else bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += pad(array.byteLength);
  }
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

/**
 * Reads what `encodeSections` wrote; the arrays are a copy.
 *
 * @throws {SnapshotError} saying what is wrong with the bytes.
 */
export function decodeSections(bytes: Uint8Array): State {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) throw new SnapshotError(`truncated: ${bytes.length} bytes`);
  if (!isAt(MAGIC, bytes, 0)) throw new SnapshotError('not a snapshot: it does not begin with SLUICE');
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) {
    throw new FormatVersionError(`format version ${version}: this code reads version ${FORMAT_VERSION}`);
  }
  if (view.getUint32(12, true) !== crc32(bytes.subarray(16))) {
    throw new SnapshotError(`damaged or truncated: the checksum does not fit the ${bytes.length} bytes`);
  }
  const copy = new Uint8Array(bytes); // not `slice`, which for a Buffer copies nothing
  const sections: Record<string, StateArray> = {};
  let at = HEADER_BYTES;
  for (let i = 0; i < view.getUint32(16, true); i++) {
    const Type = TYPES[view.getUint8(at)];
    const nameLength = view.getUint8(at + 1);
    const byteLength = view.getUint32(at + 4, true);
    const name = nameAt(bytes, at + 8, nameLength, i);
    at += 8 + pad(nameLength);
    sections[name] = new Type(copy.buffer, at, byteLength / Type.BYTES_PER_ELEMENT);
    at += pad(byteLength);
  }
  return sections;
}

/** The names of a model's sections are always the same few, so their bytes are kept. */
const knownNames = new Map<string, Uint8Array>();

function nameBytes(name: string): Uint8Array {
  let known = knownNames.get(name);
  if (known === undefined) {
    known = utf8(name);
    knownNames.set(name, known);
  }
  return known;
}

/** What the sections were called that were read last, by their place: mostly it is the same again. */
const namesRead: string[] = [];

function nameAt(bytes: Uint8Array, at: number, length: number, place: number): string {
  const known = knownNames.get(namesRead[place]);
  if (known?.length === length && isAt(known, bytes, at)) return namesRead[place];
  const name = new TextDecoder().decode(bytes.subarray(at, at + length));
  nameBytes(name);
  namesRead[place] = name;
  return name;
}

function isAt(expected: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

function pad(length: number): number {
  return (length + 7) & ~7;
}
