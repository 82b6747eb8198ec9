import type { FeatureRows, LabelledRows } from '../learning/labelled-rows.ts';
import { utf8 } from '../learning/utf8.ts';
import { BadCell, type Cells, cellsOf } from './cells.ts';
import { type RowLabel, shown, type TrainingRecord } from './record.ts';
import { expectedId, isId, type Schema } from './schema.ts';

/** A row of a file: values by column, as text or as JSON had them. */
export type FileRow = Readonly<Record<string, unknown>>;

/** A row of a file that does not fit the model's definition. */
export class FileRowError extends Error {
  override readonly name = 'FileRowError';
}

/**
 * Makes labelled rows of rows of a file, by the names of the definition. Columns that it does not name are left out. An
 * empty cell is a missing value.
 *
 * @throws {FileRowError} naming the column, what was expected and what came; `line` says where.
 */
export function rowsFromFile(rows: readonly LinedRow[], schema: Schema): LabelledRows {
  const y = new Uint8Array(rows.length);
  const features = featuresFromFile(rows, schema, (row, i) => {
    y[i] = labelIn(row, schema);
  });
  return { ...features, y };
}

/** A row of a file, with its line there, from 1. */
interface LinedRow {
  readonly line: number;
  readonly row: FileRow;
}

/**
 * The same without labels, to be asked about.
 *
 * @param onRow called after the features of each row
 */
export function featuresFromFile(
  rows: readonly LinedRow[],
  schema: Schema,
  onRow?: (row: LinedRow, index: number) => void,
): FeatureRows {
  const width = schema.features.length;
  const cells = cellsOf(schema);
  const X = new Float64Array(rows.length * width);
  rows.forEach((lined, i) => {
    schema.features.forEach((feature, j) => {
      X[i * width + j] = cellIn(lined.row, feature, j, lined.line, cells);
    });
    onRow?.(lined, i);
  });
  return { count: rows.length, width, X };
}

/**
 * Rows of a file as a record for the stream, in plain JSON. A record of labelled rows would not do: it has only the codes
 * of categories, and JSON carries their names.
 *
 * @throws {FileRowError} as `rowsFromFile`.
 */
export function encodeFileRows(
  { model, id }: Pick<TrainingRecord, 'model' | 'id'>,
  rows: readonly LinedRow[],
  schema: Schema,
): Uint8Array {
  const { y } = rowsFromFile(rows, schema);
  const { isNumeric } = cellsOf(schema);
  const X = rows.map(({ row }) => schema.features.map((name, j) => valueIn(row, name, isNumeric[j] === 1) ?? null));
  return utf8(JSON.stringify({ model, id, X, y: Array.from(y) }));
}

/**
 * Labels of a file, for rows that the predictor has remembered: the column `id` and that of the definition's label.
 *
 * @throws {FileRowError} as `rowsFromFile`.
 */
export function labelsFromFile(rows: readonly LinedRow[], schema: Schema): readonly RowLabel[] {
  return rows.map((lined) => ({ id: idIn(lined), label: labelIn(lined, schema) }));
}

function labelIn({ line, row }: LinedRow, schema: Schema): 0 | 1 {
  const label = valueIn(row, schema.label, true);
  if (label === 0 || label === 1) return label;
  const got = label === undefined ? 'no such column' : JSON.stringify(row[schema.label]);
  throw new FileRowError(`line ${line}: ${schema.label}: expected 0 or 1, got ${got}`);
}

function idIn({ line, row }: LinedRow): string {
  const id = Object.hasOwn(row, 'id') ? row.id : undefined;
  if (isId(id)) return id;
  throw new FileRowError(`line ${line}: id: ${expectedId}, got ${id === undefined ? 'no such column' : shown(id)}`);
}

function cellIn(row: FileRow, feature: string, column: number, line: number, cells: Cells): number {
  try {
    return cells.cellOf(column, valueIn(row, feature, cells.isNumeric[column] === 1));
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    throw new FileRowError(`line ${line}: ${feature}: ${inWords(row, feature, error)}`);
  }
}

/** A CSV cell is text: of a number it is read as one, and empty it is missing. */
function valueIn(row: FileRow, column: string, numeric: boolean): unknown {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return null;
  const number = numeric ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? value : number;
}

function inWords(row: FileRow, column: string, { message }: BadCell): string {
  if (!Object.hasOwn(row, column)) return 'expected a number, got no such column';
  const value = row[column];
  return typeof value === 'string' && value.trim() === '' ? 'expected a number, got an empty cell' : message;
}
