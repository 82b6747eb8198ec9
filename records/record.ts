import type { LabelledRows } from '../learning/labelled-rows.ts';

/**
 * What is on the stream: labelled rows of one model, with the id by which a repeat of it is recognised. Or labels alone,
 * of rows that were predicted before: then there are no rows yet.
 */
export interface TrainingRecord {
  readonly model: string;
  /** Left out: only the stream's own redeliveries are recognised, not a producer's retries. */
  readonly id?: string;
  readonly rows: LabelledRows;
  readonly labels?: readonly RowLabel[];
}

/** The label of a row that is remembered. */
export interface RowLabel {
  /** The row's id, as the predictor answered it or was given it. */
  readonly id: string;
  readonly label: 0 | 1;
}

/** Why a record cannot be read: the closed list. Each has a row in docs/wire-format.md. */
export const quarantineReasons = [
  'too-large',
  'bad-gzip',
  'not-utf8',
  'not-json',
  'wrong-shape',
  'unsupported-version',
  'truncated',
  'unknown-model',
  'bad-id',
  'no-rows',
  'wrong-width',
  'missing-feature',
  'not-a-number',
  'not-finite',
  'bad-category',
  'bad-label',
] as const;

export type QuarantineReason = (typeof quarantineReasons)[number];

/** A record that cannot be read. `model` is the one that it names, where that much could be read. */
export interface Rejection {
  readonly reason: QuarantineReason;
  /** Where and what: `X[3][2]: expected a finite number, got "abc"`. One line, never more than a few values. */
  readonly detail: string;
  readonly model?: string;
}

/** Where in a JSON body something stands: names of fields and numbers of elements. */
export type JsonPath = readonly (string | number)[];

/** The one way in which a decoder says no; it never leaves `decodeRecord`, or who else reads rows. */
export class RejectedRecord extends Error {
  readonly reason: QuarantineReason;
  /** What came and what was expected, without the place. */
  readonly detail: string;
  /** Where the fault is; empty: in the whole. */
  readonly path: JsonPath;

  constructor(reason: QuarantineReason, detail: string, path: JsonPath = []) {
    super(path.length === 0 ? detail : `${pathInWords(path)}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
    this.path = path;
  }
}

/** `X[3][2]`, `rows[0].age`. */
function pathInWords(path: JsonPath): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

/**
 * A value as a message can show it: short, on one line, with nothing in it that a terminal obeys.
 *
 * Lists and objects are named, not written out: writing out one that is nested 10,000 deep overflows the stack.
 */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const plain = JSON.stringify(value.slice(0, 41)).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    '?',
  );
  return plain.length > 40 ? `${plain.slice(0, 39).toWellFormed()}…` : plain;
}

/** Ids and model names are shown, hashed and compared, so their length has a limit, in UTF-16 units. */
export const ID_LENGTH_MAX = 256;
