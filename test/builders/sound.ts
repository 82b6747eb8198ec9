import { CATEGORY_CODES } from '../../learning/categories.ts';
import type { Decoded } from '../../records/decode.ts';
import { FEATURE_MAX, RECORD_LABELS_MAX, RECORD_ROWS_MAX, RECORD_VALUES_MAX } from '../../records/limits.ts';
import {
  ID_LENGTH_MAX,
  quarantineReasons,
  type Rejection,
  type RowLabel,
  type TrainingRecord,
} from '../../records/record.ts';
import type { Schema, Schemas } from '../../records/schema.ts';

/** What is wrong with a decoder's answer by the promises of docs/wire-format.md; nothing where it keeps them. */
export function unsound(decoded: Decoded, schemas: Schemas): string | undefined {
  return decoded.kind === 'record' ? inRecord(decoded.record, schemas) : inRejection(decoded.rejection, schemas);
}

function inRecord({ model, id, rows, labels }: TrainingRecord, schemas: Schemas): string | undefined {
  const schema = schemas.get(model);
  if (schema === undefined) return `model ${model} is not deployed`;
  if (id !== undefined && !isId(id)) return 'id';
  const { count, width, X, y } = rows;
  if (labels !== undefined) return count > 0 ? `${count} rows beside labels` : inLabels(labels, width);
  if (!(count >= 1 && count <= RECORD_ROWS_MAX)) return `${count} rows`;
  if (width !== schema.features.length) return `width ${width}`;
  if (X.length !== count * width || X.length > RECORD_VALUES_MAX) return `${X.length} values`;
  if (y.length !== count || !y.every((label) => label <= 1)) return 'labels';
  if (X.buffer.byteLength !== X.byteLength || y.buffer.byteLength !== y.byteLength) return 'holds a larger buffer';
  const bad = X.findIndex((value, i) => !isValue(value, schema.features[i % width], schema));
  return bad >= 0 ? `X: ${X[bad]}` : undefined;
}

function inLabels(labels: readonly RowLabel[], width: number): string | undefined {
  if (labels.length === 0 || labels.length > RECORD_LABELS_MAX) return `${labels.length} labels`;
  if (labels.length * width > RECORD_VALUES_MAX) return `${labels.length} × ${width} values`;
  return labels.every(({ id, label }) => isId(id) && (label === 0 || label === 1)) ? undefined : 'labels';
}

function isId(id: string): boolean {
  return typeof id === 'string' && id.length >= 1 && id.length <= ID_LENGTH_MAX && id.isWellFormed();
}

function isValue(value: number, feature: string, { categorical, missing }: Schema): boolean {
  if (categorical.includes(feature)) return Number.isInteger(value) && value >= 0 && value < CATEGORY_CODES;
  return Number.isNaN(value) ? missing.includes(feature) : Math.abs(value) <= FEATURE_MAX;
}

/** A known reason; a short detail, with nothing in it that ends a line or that a terminal obeys. */
function inRejection({ reason, detail, model }: Rejection, schemas: Schemas): string | undefined {
  if (!quarantineReasons.includes(reason)) return `reason ${reason}`;
  if (model !== undefined && !schemas.has(model)) return `model ${model} is not deployed`;
  const unruly = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
  return unruly.test(detail) || detail.length >= 250 || !detail.isWellFormed() ? `detail ${detail}` : undefined;
}
