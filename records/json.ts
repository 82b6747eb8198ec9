import type { LabelledRows } from '../learning/labelled-rows.ts';
import { utf8 } from '../learning/utf8.ts';
import { listOf, readObject, refuseOthers } from './json-object.ts';
import { ownField, readNamedRows, readPlainRows } from './json-rows.ts';
import { decodeLabels } from './labels.ts';
import { RECORD_ROWS_MAX } from './limits.ts';
import { type JsonPath, RejectedRecord, shown, type TrainingRecord } from './record.ts';
import { idOf, modelOf, type Schema, type Schemas } from './schema.ts';

const FIELDS = new Set(['X', 'y', 'rows', 'labels', 'id', 'model']);

/**
 * Reads `{"X": …, "y": …}`, `{"rows": …}` or `{"labels": …}`. A byte order mark is skipped; of two equal keys the last one
 * counts.
 */
export function decodeJson(bytes: Uint8Array, schemas: Schemas, named: { model?: string }): TrainingRecord {
  const fields = readObject(bytes, 'X and y, with rows, or with labels');
  const { model, schema } = modelOf(fields.get('model'), schemas, named);
  refuseOthers(fields, FIELDS);
  const id = idOf(fields.get('id'));
  if (fields.has('labels')) return { model, ...id, rows: noRows(schema), labels: decodeLabels(fields, schema) };
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
  return utf8(JSON.stringify({ model, id, X, y: Array.from(rows.y) }));
}

/** Writes named rows, `{"rows": [{"age": 31, …, "label": 1}, …]}`. */
export function encodeNamedJson({ model, id, rows }: TrainingRecord, schema: Schema): Uint8Array {
  const { features, categorical, label } = schema;
  if (categorical.length > 0)
    throw new Error(`Got codes of ${categorical.join(', ')} when expected numeric features only.`);
  const named = Array.from({ length: rows.count }, (_, i) =>
    Object.fromEntries([...features.map((name, j) => [name, rows.X[i * rows.width + j]]), [label, rows.y[i]]]),
  );
  return utf8(JSON.stringify({ model, id, rows: named }));
}

function plainRows(fields: ReadonlyMap<string, unknown>, schema: Schema): LabelledRows {
  const given = listOf(fields, 'X');
  const labels = listOf(fields, 'y');
  if (labels.length !== given.length) {
    const detail = `expected ${given.length} labels, one for each row of X, got ${labels.length}`;
    throw new RejectedRecord('wrong-shape', detail, ['y']);
  }
  const y = new Uint8Array(Math.min(given.length, RECORD_ROWS_MAX));
  const rows = readPlainRows(given, schema, RECORD_ROWS_MAX, (_, i) => {
    y[i] = labelOf(labels[i], ['y', i]);
  });
  return { ...rows, y };
}

function namedRows(fields: ReadonlyMap<string, unknown>, schema: Schema): LabelledRows {
  if (fields.has('X') || fields.has('y')) {
    throw new RejectedRecord('wrong-shape', 'expected rows, or X and y, not both');
  }
  const { label } = schema;
  const given = listOf(fields, 'rows');
  const y = new Uint8Array(Math.min(given.length, RECORD_ROWS_MAX));
  const rows = readNamedRows(given, schema, RECORD_ROWS_MAX, (row, i) => {
    y[i] = labelOf(ownField(row, label), ['rows', i, label]);
  });
  return { ...rows, y };
}

function noRows({ features }: Schema): LabelledRows {
  return { count: 0, width: features.length, X: new Float64Array(0), y: new Uint8Array(0) };
}

function labelOf(value: unknown, path: JsonPath): 0 | 1 {
  if (value === 0 || value === 1) return value;
  throw new RejectedRecord('bad-label', `expected 0 or 1, got ${shown(value)}`, path);
}
