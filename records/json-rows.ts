import type { FeatureRows } from '../learning/labelled-rows.ts';
import { BadCell, type Cells, cellsOf, isFeature } from './cells.ts';
import { RECORD_VALUES_MAX } from './limits.ts';
import { type JsonPath, RejectedRecord, shown } from './record.ts';
import type { Schema } from './schema.ts';

/** What is read beside the features of each row, where something is: called after the row's features. */
export type OnRow<Row> = (row: Row, index: number) => void;

/**
 * Reads `"X": [[…], …]`: a value for each feature, in the order of the definition.
 *
 * @throws {RejectedRecord} saying which value is wrong.
 */
export function readPlainRows(
  given: readonly unknown[],
  schema: Schema,
  rowsMax: number,
  onRow?: OnRow<readonly unknown[]>,
): FeatureRows {
  const rows = emptyRows(given.length, schema.features.length, rowsMax, 'X');
  const cells = cellsOf(schema);
  for (let i = 0; i < rows.count; i++) {
    const row = given[i];
    if (!Array.isArray(row)) {
      throw new RejectedRecord('wrong-shape', `expected a list of numbers, got ${shown(row)}`, ['X', i]);
    }
    if (row.length !== rows.width) {
      throw new RejectedRecord('wrong-width', `expected ${rows.width} features, got ${row.length}`, ['X', i]);
    }
    for (let j = 0; j < rows.width; j++) {
      const value = row[j];
      rows.X[i * rows.width + j] =
        cells.isNumeric[j] === 1 && isFeature(value) ? value : readCell(cells, j, value, ['X', i, j]);
    }
    onRow?.(row, i);
  }
  return rows;
}

/**
 * Reads `"rows": [{"age": 31, …}, …]`: values by name; columns that the definition does not name are left out.
 *
 * @throws {RejectedRecord} saying which value is wrong.
 */
export function readNamedRows(
  given: readonly unknown[],
  schema: Schema,
  rowsMax: number,
  onRow?: OnRow<object>,
): FeatureRows {
  const { features } = schema;
  const rows = emptyRows(given.length, features.length, rowsMax, 'rows');
  const cells = cellsOf(schema);
  for (let i = 0; i < rows.count; i++) {
    const row: unknown = given[i];
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new RejectedRecord('wrong-shape', `expected an object, got ${shown(row)}`, ['rows', i]);
    }
    for (let j = 0; j < rows.width; j++) {
      const value = ownField(row, features[j]);
      rows.X[i * rows.width + j] =
        cells.isNumeric[j] === 1 && isFeature(value) ? value : readCell(cells, j, value, ['rows', i, features[j]]);
    }
    onRow?.(row, i);
  }
  return rows;
}

/** A field of the row's own: `__proto__` and `constructor` are names like any other. */
export function ownField(row: object, name: string): unknown {
  return Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : undefined;
}

function readCell(cells: Cells, feature: number, value: unknown, path: JsonPath): number {
  try {
    return cells.cellOf(feature, value);
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    throw new RejectedRecord(error.reason, error.message, path);
  }
}

function emptyRows(count: number, width: number, rowsMax: number, field: string): FeatureRows {
  if (count === 0) throw new RejectedRecord('no-rows', 'expected at least one row, got none', [field]);
  if (count > rowsMax) throw new RejectedRecord('too-large', `expected at most ${rowsMax} rows, got ${count}`, [field]);
  if (count * width > RECORD_VALUES_MAX) {
    const detail = `expected at most ${RECORD_VALUES_MAX} values, got ${count} × ${width}`;
    throw new RejectedRecord('too-large', detail, [field]);
  }
  return { count, width, X: new Float64Array(count * width) };
}
