import type { LabelledRows } from '../learning/labelled-rows.ts';
import { FEATURE_MAX } from './limits.ts';
import type { Schema } from './schema.ts';

/** A row of a file: values by column, as text or as JSON had them. */
export type FileRow = Readonly<Record<string, unknown>>;

/** A row of a file that does not fit the model's definition. */
export class FileRowError extends Error {
  override readonly name = 'FileRowError';
}

/**
 * Makes labelled rows of rows of a file, by the names of the definition. Columns that it does not name are left out.
 *
 * @throws {FileRowError} naming the column, what was expected and what came; `line` says where.
 */
export function rowsFromFile(
  rows: readonly { readonly line: number; readonly row: FileRow }[],
  schema: Schema,
): LabelledRows {
  const width = schema.features.length;
  const X = new Float64Array(rows.length * width);
  const y = new Uint8Array(rows.length);
  rows.forEach(({ line, row }, i) => {
    schema.features.forEach((feature, j) => {
      X[i * width + j] = numberIn(row, feature, line);
    });
    const label = numberIn(row, schema.label, line);
    if (label !== 0 && label !== 1)
      throw new FileRowError(`line ${line}: ${schema.label}: expected 0 or 1, got ${label}`);
    y[i] = label;
  });
  return { count: rows.length, width, X, y };
}

function numberIn(row: FileRow, column: string, line: number): number {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  if (value === undefined) throw new FileRowError(`line ${line}: ${column}: expected a number, got no such column`);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Math.abs(number) <= FEATURE_MAX) return number;
  const expected = Number.isFinite(number) ? 'a number within float32' : 'a finite number';
  throw new FileRowError(`line ${line}: ${column}: expected ${expected}, got ${JSON.stringify(value)}`);
}
