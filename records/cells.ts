import { CATEGORY_LENGTH_MAX, type CategoryCoder, categoryCoder } from '../learning/categories.ts';
import { FEATURE_MAX } from './limits.ts';
import { type QuarantineReason, shown } from './record.ts';
import type { Schema } from './schema.ts';

/** A value that its column does not take; each decoder says it in its own way. */
export class BadCell extends Error {
  readonly reason: QuarantineReason;

  constructor(reason: QuarantineReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** How the values of a model's features become numbers, in the order of the definition. */
export interface Cells {
  /** For the hot loop: whether a feature takes a plain number as it is. */
  readonly isNumeric: Uint8Array;
  /** The number in a raw row: a value, NaN where it is missing, or the code of a category. @throws {BadCell} */
  cellOf(feature: number, value: unknown): number;
}

const known = new WeakMap<Schema, Cells>();

/** The cells of a schema, made once. */
export function cellsOf(schema: Schema): Cells {
  let cells = known.get(schema);
  if (cells === undefined) {
    cells = makeCells(schema);
    known.set(schema, cells);
  }
  return cells;
}

/** A number that a feature may be. */
export function isFeature(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= FEATURE_MAX;
}

function makeCells({ features, categorical, missing }: Schema): Cells {
  const coders = features.map((name) => (categorical.includes(name) ? categoryCoder(name) : undefined));
  const mayMiss = features.map((name) => missing.includes(name));
  return {
    isNumeric: Uint8Array.from(coders, (coder) => (coder === undefined ? 1 : 0)),
    cellOf(feature, value) {
      const coder = coders[feature];
      return coder === undefined ? numberOf(value, mayMiss[feature]) : codeOf(value, coder);
    },
  };
}

/** JSON has no NaN; 1e400 is read as infinity, and 1e300 is beyond float32. */
function numberOf(value: unknown, mayMiss: boolean): number {
  if (isFeature(value)) return value;
  const isMissing = value === undefined || value === null;
  if (mayMiss && (isMissing || Number.isNaN(value))) return Number.NaN;
  if (value === undefined) throw new BadCell('missing-feature', 'expected a number, got nothing');
  const expected = Number.isFinite(value) ? 'a number within float32' : 'a finite number';
  const reason = typeof value === 'number' ? 'not-finite' : 'not-a-number';
  throw new BadCell(reason, `expected ${expected}, got ${shown(value)}`);
}

function codeOf(value: unknown, coder: CategoryCoder): number {
  if (value === undefined || value === null) return coder.missing;
  if (typeof value === 'boolean' || Number.isFinite(value)) return coder.codeOf(value as boolean | number);
  if (typeof value === 'string' && value.length <= CATEGORY_LENGTH_MAX && value.isWellFormed())
    return coder.codeOf(value);
  throw new BadCell(
    'bad-category',
    `expected a category of at most ${CATEGORY_LENGTH_MAX} characters, got ${shown(value)}`,
  );
}
