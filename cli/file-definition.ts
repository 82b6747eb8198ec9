import type { ModelDefinition } from '../learning/definition.ts';
import { UsageError } from './errors.ts';
import type { NumberedRow } from './file-rows.ts';

/** What a person says of a file's columns. */
export interface ColumnOptions {
  readonly label: string;
  readonly categorical: readonly string[];
  readonly drop: readonly string[];
}

/** The part of a definition that a file's first rows decide: its features, and which of them may be missing. */
export type FileFeatures = Required<Pick<ModelDefinition, 'features' | 'categorical' | 'missing' | 'label'>>;

/**
 * Reads features off a file's first rows: every column but the label and those to drop. One that has an empty cell there
 * may be missing; one that holds text must be named as categorical.
 *
 * @throws {UsageError} naming a column that is not there, or that holds text and is not categorical.
 */
export function featuresOfFile(
  sample: readonly NumberedRow[],
  { label, categorical, drop }: ColumnOptions,
): FileFeatures {
  const columns = Object.keys(sample[0].row);
  for (const [option, names] of Object.entries({ label: [label], categorical, drop })) {
    const unknown = names.find((name) => !columns.includes(name));
    if (unknown !== undefined)
      throw new UsageError(`--${option}: expected one of the columns ${columns.join(', ')}, got ${unknown}`);
  }
  const features = columns.filter((column) => column !== label && !drop.includes(column));
  if (features.length === 0) throw new UsageError(`expected a column beside ${label}, found none`);
  for (const column of features) if (!categorical.includes(column)) checkNumbers(column, sample);
  const missing = features.filter(
    (column) => !categorical.includes(column) && sample.some(({ row }) => isEmpty(row[column])),
  );
  return { features, categorical: categorical.filter((column) => features.includes(column)), missing, label };
}

/** A column is numeric when most of its values are; one bad cell is a bad row, not another kind of column. */
function checkNumbers(column: string, sample: readonly NumberedRow[]): void {
  const filled = sample.filter(({ row }) => !isEmpty(row[column]));
  const texts = filled.filter(({ row }) => !Number.isFinite(Number(row[column])));
  if (texts.length === 0 || 2 * texts.length < filled.length) return;
  const { line, row } = texts[0];
  throw new UsageError(
    `line ${line}: ${column}: expected a number, got ${JSON.stringify(row[column])}: name it with --categorical, or --drop it`,
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}
