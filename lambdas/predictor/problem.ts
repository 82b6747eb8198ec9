import type { JsonPath, QuarantineReason } from '../../records/record.ts';

/** What can be wrong with a request, or with us: each has a row in docs/predictor.md. */
export const problemKinds = {
  'not-found': { status: 404, title: 'There is nothing at this path' },
  'method-not-allowed': { status: 405, title: 'This path does not take this method' },
  'unknown-model': { status: 404, title: 'There is no such model' },
  'not-committed': { status: 404, title: 'The model has not committed yet' },
  'bad-query': { status: 400, title: 'The query cannot be read' },
  'bad-body': { status: 400, title: 'The body cannot be read' },
  'not-explainable': { status: 400, title: 'The learner cannot be explained by its features' },
  'too-large': { status: 413, title: 'The request is too large' },
  internal: { status: 500, title: 'The predictor failed' },
  unavailable: { status: 503, title: 'The model cannot be read now, or its rows not be remembered' },
} as const;

export type ProblemKind = keyof typeof problemKinds;

/** A fault in a body or a query. */
export interface Fault {
  /** Where in the body it is: a JSON pointer (RFC 6901); empty, the whole of it. */
  readonly pointer?: string;
  /** Which parameter of the query it is. */
  readonly parameter?: string;
  readonly detail: string;
  /** Of the list of docs/wire-format.md. */
  readonly reason?: QuarantineReason;
}

/** Problem details (RFC 9457). */
export interface Problem {
  /** A relative reference: it names the kind, and there is nothing to be fetched there. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

export function problemOf(kind: ProblemKind, detail: string, errors?: readonly Fault[]): Problem {
  return { type: `/problems/${kind}`, ...problemKinds[kind], detail, ...(errors && { errors }) };
}

/** `["rows", 3, "a/b"]` → `/rows/3/a~1b` */
export function jsonPointer(path: JsonPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
