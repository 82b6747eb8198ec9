import type { FeatureRows } from '../../learning/labelled-rows.ts';
import { listOf, readObject, refuseOthers } from '../../records/json-object.ts';
import { readNamedRows, readPlainRows } from '../../records/json-rows.ts';
import { RejectedRecord } from '../../records/record.ts';
import type { Schema } from '../../records/schema.ts';
import { jsonPointer, type Problem, problemOf } from './problem.ts';

/** Rows of one request. */
export const REQUEST_ROWS_MAX = 10_000;

/** Rows of one request for explanations: ten features with names of 100 characters each are 1.5 MB of an answer's 6. */
export const EXPLAINED_ROWS_MAX = 1_000;

/** What a function URL takes. */
export const REQUEST_BYTES_MAX = 6 * 1024 * 1024;

const FIELDS = new Set(['X', 'rows']);

/** What is asked for, or what is wrong with the request. */
export type Question =
  | { readonly kind: 'question'; readonly rows: FeatureRows; readonly explain: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads a request for predictions: rows as in a record of docs/wire-format.md, without their labels. */
export function readQuestion(
  query: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  schema: Schema,
): Question {
  const { explain = '0' } = query;
  if (explain !== '0' && explain !== '1') {
    const detail = `expected 0 or 1, got ${JSON.stringify(explain.slice(0, 40))}`;
    const problem = problemOf('bad-query', `explain: ${detail}`, [{ parameter: 'explain', detail }]);
    return { kind: 'problem', problem };
  }
  try {
    return { kind: 'question', rows: readRows(body, schema, explain === '1'), explain: explain === '1' };
  } catch (error) {
    if (!(error instanceof RejectedRecord)) throw error;
    return { kind: 'problem', problem: problemIn(error) };
  }
}

function readRows(body: Uint8Array, schema: Schema, explain: boolean): FeatureRows {
  if (body.length > REQUEST_BYTES_MAX) {
    throw new RejectedRecord('too-large', `expected at most ${REQUEST_BYTES_MAX} bytes, got ${body.length}`);
  }
  const fields = readObject(body, 'X, or with rows');
  refuseOthers(fields, FIELDS);
  if (fields.size !== 1) {
    const got = fields.size === 0 ? 'neither' : 'both';
    throw new RejectedRecord('wrong-shape', `expected X, or rows, got ${got}`);
  }
  const rowsMax = explain ? EXPLAINED_ROWS_MAX : REQUEST_ROWS_MAX;
  return fields.has('X')
    ? readPlainRows(listOf(fields, 'X'), schema, rowsMax)
    : readNamedRows(listOf(fields, 'rows'), schema, rowsMax);
}

function problemIn({ reason, message, detail, path }: RejectedRecord): Problem {
  const kind = reason === 'too-large' ? 'too-large' : 'bad-body';
  return problemOf(kind, message, [{ pointer: jsonPointer(path), detail, reason }]);
}
