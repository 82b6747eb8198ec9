import { utf8 } from '../learning/utf8.ts';
import { listOf } from './json-object.ts';
import { RECORD_LABELS_MAX, RECORD_VALUES_MAX } from './limits.ts';
import { RejectedRecord, type RowLabel, shown, type TrainingRecord } from './record.ts';
import { expectedId, isId, type Schema } from './schema.ts';

/** Reads the labels of `{"labels": [{"id": "…", "label": 1}, …]}`. What else stands beside id and label is left out. */
export function decodeLabels(fields: ReadonlyMap<string, unknown>, { features }: Schema): readonly RowLabel[] {
  if (fields.has('X') || fields.has('y') || fields.has('rows')) {
    throw new RejectedRecord('wrong-shape', 'expected labels, or rows, or X and y, not more than one of them');
  }
  const given = listOf(fields, 'labels');
  if (given.length === 0) throw new RejectedRecord('no-rows', 'expected at least one label, got none', ['labels']);
  const most = labelsMax(features.length);
  if (given.length > most) {
    throw new RejectedRecord('too-large', `expected at most ${most} labels, got ${given.length}`, ['labels']);
  }
  return given.map(labelOf);
}

/** Labels of one record, at most: each brings a row, and a record has only so many values. */
export function labelsMax(width: number): number {
  return Math.min(RECORD_LABELS_MAX, Math.floor(RECORD_VALUES_MAX / width));
}

/** Writes labels as `decodeLabels` reads them. */
export function encodeLabels({
  model,
  id,
  labels,
}: Pick<TrainingRecord, 'model' | 'id'> & { readonly labels: readonly RowLabel[] }): Uint8Array {
  return utf8(JSON.stringify({ model, id, labels }));
}

function labelOf(entry: unknown, i: number): RowLabel {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new RejectedRecord('wrong-shape', `expected an object, got ${shown(entry)}`, ['labels', i]);
  }
  const { id, label } = entry as Record<string, unknown>;
  if (!isId(id)) throw new RejectedRecord('bad-id', `${expectedId}, got ${shown(id)}`, ['labels', i, 'id']);
  if (label !== 0 && label !== 1) {
    throw new RejectedRecord('bad-label', `expected 0 or 1, got ${shown(label)}`, ['labels', i, 'label']);
  }
  return { id, label: label === 1 ? 1 : 0 }; // JSON has a −0 too
}
