import type { LabelledRows } from '../learning/labelled-rows.ts';
import { BadCell, type Cells, cellsOf, isFeature } from './cells.ts';
import { checkBounds } from './json-bounds.ts';
import { RECORD_ROWS_MAX, RECORD_VALUES_MAX } from './limits.ts';
import { RejectedRecord, shown, type TrainingRecord } from './record.ts';
import { idOf, modelOf, type Schema, type Schemas } from './schema.ts';

const FIELDS = new Set(['X', 'y', 'rows', 'id', 'model']);

/** Reads `{"X": …, "y": …}` or `{"rows": …}`. A byte order mark is skipped; of two equal keys the last one counts. */
export function decodeJson(bytes: Uint8Array, schemas: Schemas, named: { model?: string }): TrainingRecord {
  const body = parse(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RejectedRecord('wrong-shape', `expected an object with X and y, or with rows, got ${shown(body)}`);
  }
  const fields = new Map(Object.entries(body));
  const { model, schema } = modelOf(fields.get('model'), schemas, named);
  for (const field of fields.keys()) {
    if (!FIELDS.has(field)) throw new RejectedRecord('wrong-shape', `expected no field ${shown(field)}`);
  }
  const id = idOf(fields.get('id'));
  return { model, ...id, rows: fields.has('rows') ? namedRows(fields, schema) : plainRows(fields, schema) };
}

/**
 * Writes the tutorial's own encoding, `{"X": [[…], …], "y": [0, 1, …]}`, with the model and the id beside them. Only for
 * numeric features: a record has the codes of categories, and JSON carries their names.
 */
export function encodeJson({ model, id, rows }: TrainingRecord): Uint8Array {
  const X = Array.from({ length: rows.count }, (_, i) =>
    Array.from(rows.X.subarray(i * rows.width, (i + 1) * rows.width)),
  );
  return new TextEncoder().encode(JSON.stringify({ model, id, X, y: Array.from(rows.y) }));
}

/** Writes named rows, `{"rows": [{"age": 31, …, "label": 1}, …]}`. */
export function encodeNamedJson({ model, id, rows }: TrainingRecord, schema: Schema): Uint8Array {
  const { features, categorical, label } = schema;
  if (categorical.length > 0)
    throw new Error(`Got codes of ${categorical.join(', ')} when expected numeric features only.`);
  const named = Array.from({ length: rows.count }, (_, i) =>
    Object.fromEntries([...features.map((name, j) => [name, rows.X[i * rows.width + j]]), [label, rows.y[i]]]),
  );
  return new TextEncoder().encode(JSON.stringify({ model, id, rows: named }));
}

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RejectedRecord('not-utf8', `expected UTF-8, got ${bytes.length} bytes that are not`);
  }
  checkBounds(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new RejectedRecord('not-json', `expected JSON, got ${shown(text.slice(0, 40))}`);
  }
}

function plainRows(fields: ReadonlyMap<string, unknown>, schema: Schema): LabelledRows {
  const given = listOf(fields.get('X'), 'X');
  const labels = listOf(fields.get('y'), 'y');
  if (labels.length !== given.length) {
    throw new RejectedRecord(
      'wrong-shape',
      `y: expected ${given.length} labels, one for each row of X, got ${labels.length}`,
    );
  }
  const rows = emptyRows(given.length, schema.features.length);
  const cells = cellsOf(schema);
  for (let i = 0; i < rows.count; i++) {
    const row = given[i];
    if (!Array.isArray(row)) {
      throw new RejectedRecord('wrong-shape', `X[${i}]: expected a list of numbers, got ${shown(row)}`);
    }
    if (row.length !== rows.width) {
      throw new RejectedRecord('wrong-width', `X[${i}]: expected ${rows.width} features, got ${row.length}`);
    }
    for (let j = 0; j < rows.width; j++) {
      const value = row[j];
      rows.X[i * rows.width + j] =
        cells.isNumeric[j] === 1 && isFeature(value) ? value : readCell(cells, j, value, `X[${i}][${j}]`);
    }
    rows.y[i] = labelOf(labels[i], `y[${i}]`);
  }
  return rows;
}

function namedRows(fields: ReadonlyMap<string, unknown>, schema: Schema): LabelledRows {
  if (fields.has('X') || fields.has('y')) {
    throw new RejectedRecord('wrong-shape', 'expected rows, or X and y, not both');
  }
  const { features, label } = schema;
  const given = listOf(fields.get('rows'), 'rows');
  const rows = emptyRows(given.length, features.length);
  const cells = cellsOf(schema);
  for (let i = 0; i < rows.count; i++) {
    const row: unknown = given[i];
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new RejectedRecord('wrong-shape', `rows[${i}]: expected an object, got ${shown(row)}`);
    }
    for (let j = 0; j < rows.width; j++) {
      const value = own(row, features[j]);
      rows.X[i * rows.width + j] =
        cells.isNumeric[j] === 1 && isFeature(value) ? value : readCell(cells, j, value, `rows[${i}].${features[j]}`);
    }
    rows.y[i] = labelOf(own(row, label), `rows[${i}].${label}`);
  }
  return rows;
}

function readCell(cells: Cells, feature: number, value: unknown, path: string): number {
  try {
    return cells.cellOf(feature, value);
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    throw new RejectedRecord(error.reason, `${path}: ${error.message}`);
  }
}

/** A field of the row's own: `__proto__` and `constructor` are names like any other. */
function own(row: object, name: string): unknown {
  return Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : undefined;
}

function listOf(value: unknown, field: string): unknown[] {
  if (!Array.isArray(value)) throw new RejectedRecord('wrong-shape', `${field}: expected a list, got ${shown(value)}`);
  return value;
}

function emptyRows(count: number, width: number): LabelledRows {
  if (count === 0) throw new RejectedRecord('no-rows', 'expected at least one row, got none');
  if (count > RECORD_ROWS_MAX) {
    throw new RejectedRecord('too-large', `expected at most ${RECORD_ROWS_MAX} rows, got ${count}`);
  }
  if (count * width > RECORD_VALUES_MAX) {
    throw new RejectedRecord('too-large', `expected at most ${RECORD_VALUES_MAX} values, got ${count} × ${width}`);
  }
  return { count, width, X: new Float64Array(count * width), y: new Uint8Array(count) };
}

function labelOf(value: unknown, path: string): 0 | 1 {
  if (value === 0 || value === 1) return value;
  throw new RejectedRecord('bad-label', `${path}: expected 0 or 1, got ${shown(value)}`);
}
