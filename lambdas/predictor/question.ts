import type { Definition } from '../../learning/definition.ts';
import type { FeatureRows } from '../../learning/labelled-rows.ts';
import { listOf, readObject, refuseOthers } from '../../records/json-object.ts';
import { readNamedRows, readPlainRows } from '../../records/json-rows.ts';
import { RejectedRecord, shown } from '../../records/record.ts';
import { expectedId, isId, type Schema } from '../../records/schema.ts';
import { jsonPointer, type Problem, problemOf } from './problem.ts';

/** Rows of one request. */
export const REQUEST_ROWS_MAX = 10_000;

/** Rows of one request for explanations: ten features with names of 100 characters each are 1.5 MB of an answer's 6. */
export const EXPLAINED_ROWS_MAX = 1_000;

/** What a function URL takes. */
export const REQUEST_BYTES_MAX = 6 * 1024 * 1024;

/** Rows of one request that are remembered: each is a write. */
export const REMEMBERED_ROWS_MAX = 1_000;

const FIELDS = new Set(['X', 'rows', 'remember', 'ids']);

/** What is asked for, or what is wrong with the request. */
export type Question =
  | {
      readonly kind: 'question';
      readonly rows: FeatureRows;
      readonly explain: boolean;
      /** Nothing where rows are not to be remembered; `given`: ids of the caller's own, one for each row. */
      readonly remember: { readonly given: readonly string[] | undefined } | undefined;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads a request for predictions: rows as in a record of docs/wire-format.md, without their labels. */
export function readQuestion(
  query: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  definition: Schema & Pick<Definition, 'remember'>,
): Question {
  const { explain = '0' } = query;
  if (explain !== '0' && explain !== '1') {
    const detail = `expected 0 or 1, got ${JSON.stringify(explain.slice(0, 40))}`;
    const problem = problemOf('bad-query', `explain: ${detail}`, [{ parameter: 'explain', detail }]);
    return { kind: 'problem', problem };
  }
  try {
    return { kind: 'question', explain: explain === '1', ...readBody(body, definition, explain === '1') };
  } catch (error) {
    if (!(error instanceof RejectedRecord)) throw error;
    return { kind: 'problem', problem: problemIn(error) };
  }
}

function readBody(body: Uint8Array, definition: Schema & Pick<Definition, 'remember'>, explain: boolean) {
  if (body.length > REQUEST_BYTES_MAX) {
    throw new RejectedRecord('too-large', `expected at most ${REQUEST_BYTES_MAX} bytes, got ${body.length}`);
  }
  const fields = readObject(body, 'X, or with rows');
  refuseOthers(fields, FIELDS);
  if (fields.has('X') === fields.has('rows')) {
    throw new RejectedRecord('wrong-shape', `expected X, or rows, got ${fields.has('X') ? 'both' : 'neither'}`);
  }
  const remember = fields.get('remember') ?? definition.remember;
  if (typeof remember !== 'boolean') {
    throw new RejectedRecord('wrong-shape', `expected true or false, got ${shown(remember)}`, ['remember']);
  }
  const rowsMax = Math.min(explain ? EXPLAINED_ROWS_MAX : REQUEST_ROWS_MAX, remember ? REMEMBERED_ROWS_MAX : Infinity);
  const rows = fields.has('X')
    ? readPlainRows(listOf(fields, 'X'), definition, rowsMax)
    : readNamedRows(listOf(fields, 'rows'), definition, rowsMax);
  const given = fields.has('ids') ? readIds(listOf(fields, 'ids'), rows.count, remember) : undefined;
  return { rows, remember: remember ? { given } : undefined };
}

function readIds(ids: readonly unknown[], count: number, remember: boolean): readonly string[] {
  if (!remember) throw new RejectedRecord('wrong-shape', 'expected no ids of rows that are not remembered', ['ids']);
  if (ids.length !== count) {
    throw new RejectedRecord('wrong-shape', `expected ${count} ids, one for each row, got ${ids.length}`, ['ids']);
  }
  const seen = new Set<string>();
  return ids.map((id, i) => {
    if (!isId(id)) throw new RejectedRecord('bad-id', `${expectedId}, got ${shown(id)}`, ['ids', i]);
    if (seen.has(id))
      throw new RejectedRecord('bad-id', `expected another id for each row, got ${shown(id)}`, ['ids', i]);
    seen.add(id);
    return id;
  });
}

function problemIn({ reason, message, detail, path }: RejectedRecord): Problem {
  const kind = reason === 'too-large' ? 'too-large' : 'bad-body';
  return problemOf(kind, message, [{ pointer: jsonPointer(path), detail, reason }]);
}
