import { CATEGORY_CODES } from '../learning/categories.ts';
import { utf8 } from '../learning/utf8.ts';
import { cellsOf } from './cells.ts';
import { RECORD_ROWS_MAX } from './limits.ts';
import { RejectedRecord, shown, type TrainingRecord } from './record.ts';
import { idOf, modelOf, type Schemas } from './schema.ts';

/*
 * The binary encoding, a fifth of the JSON. Numbers little-endian.
 *
 *   0  4  magic, "SLUC"
 *   4  1  version, 1
 *   5  1  bytes of the model's name (0: the default model)
 *   6  2  bytes of the id (0: none)
 *   8  4  rows
 *  12  4  columns
 *  16     model and id in UTF-8, features as float32 row by row, one byte for each label
 */
const MAGIC = Uint8Array.of(0x53, 0x4c, 0x55, 0x43);
const HEADER_BYTES = 16;
const VERSION = 1;

export function isBinary(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Reads the binary encoding; the length must be exactly what the header says. */
export function decodeBinary(bytes: Uint8Array, schemas: Schemas, named: { model?: string }): TrainingRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) {
    throw new RejectedRecord('truncated', `expected a header of ${HEADER_BYTES} bytes, got ${bytes.length}`);
  }
  const version = view.getUint8(4);
  if (version !== VERSION)
    throw new RejectedRecord('unsupported-version', `expected version ${VERSION}, got ${version}`);
  const modelBytes = view.getUint8(5);
  const idBytes = view.getUint16(6, true);
  const count = view.getUint32(8, true);
  const width = view.getUint32(12, true);
  const dataAt = HEADER_BYTES + modelBytes + idBytes;
  const { model, schema } = modelOf(textAt(bytes, HEADER_BYTES, modelBytes, 'model'), schemas, named);
  const id = idOf(textAt(bytes, HEADER_BYTES + modelBytes, idBytes, 'id'));
  if (count === 0) throw new RejectedRecord('no-rows', 'expected at least one row, got none');
  if (count > RECORD_ROWS_MAX)
    throw new RejectedRecord('too-large', `expected at most ${RECORD_ROWS_MAX} rows, got ${count}`);
  if (width !== schema.features.length) {
    throw new RejectedRecord('wrong-width', `expected ${schema.features.length} features, got ${width}`);
  }
  const expected = dataAt + count * width * 4 + count;
  if (bytes.length !== expected) {
    throw new RejectedRecord('truncated', `expected ${expected} bytes for ${count} × ${width}, got ${bytes.length}`);
  }

  const X = new Float64Array(count * width);
  const cells = cellsOf(schema);
  for (let i = 0; i < X.length; i++) {
    X[i] = view.getFloat32(dataAt + i * 4, true);
    const column = i % width;
    if (cells.isNumeric[column] === 1 ? Number.isFinite(X[i]) : isCode(X[i])) continue;
    if (Number.isNaN(X[i]) && schema.missing.includes(schema.features[column])) {
      X[i] = Number.NaN; // there are many, and the same rows must be the same bytes
      continue;
    }
    const path = `X[${Math.floor(i / width)}][${column}]`;
    if (cells.isNumeric[column] === 1) {
      throw new RejectedRecord('not-finite', `${path}: expected a finite number, got ${shown(X[i])}`);
    }
    throw new RejectedRecord(
      'bad-category',
      `${path}: expected a code from 0 to ${CATEGORY_CODES - 1}, got ${shown(X[i])}`,
    );
  }
  const y = new Uint8Array(bytes.subarray(dataAt + X.length * 4)); // a copy, which `slice` of a Buffer is not
  const bad = y.findIndex((label) => label > 1);
  if (bad >= 0) throw new RejectedRecord('bad-label', `y[${bad}]: expected 0 or 1, got ${y[bad]}`);
  return { model, ...id, rows: { count, width, X, y } };
}

/** Writes the binary encoding. Features are rounded to float32. */
export function encodeBinary({ model, id = '', rows }: TrainingRecord): Uint8Array {
  const names = [utf8(model), utf8(id)];
  const dataAt = HEADER_BYTES + names[0].length + names[1].length;
  const bytes = new Uint8Array(dataAt + rows.X.length * 4 + rows.count);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint8(4, VERSION);
  view.setUint8(5, names[0].length);
  view.setUint16(6, names[1].length, true);
  view.setUint32(8, rows.count, true);
  view.setUint32(12, rows.width, true);
  bytes.set(names[0], HEADER_BYTES);
  bytes.set(names[1], HEADER_BYTES + names[0].length);
  for (let i = 0; i < rows.X.length; i++) view.setFloat32(dataAt + i * 4, rows.X[i], true);
  bytes.set(rows.y, dataAt + rows.X.length * 4);
  return bytes;
}

function isCode(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < CATEGORY_CODES;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function textAt(bytes: Uint8Array, at: number, length: number, field: string): string | undefined {
  if (length === 0) return undefined;
  if (at + length > bytes.length) throw new RejectedRecord('truncated', `${field}: expected ${length} bytes`);
  try {
    return decoder.decode(bytes.subarray(at, at + length));
  } catch {
    throw new RejectedRecord('not-utf8', `${field}: expected UTF-8`);
  }
}
