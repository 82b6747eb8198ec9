import type { StoredSnapshot } from '../lambdas/ports.ts';
import type { Choices, FaultPlace } from './choices.ts';
import type { FailureRow } from './failure-table.ts';

/** The ports that wait for something: those of the trainer, of the producer, and of an operator. */
export type RequestKind =
  | ('get' | 'put' | 'ledger' | 'query' | 'quarantine' | 'claim' | 'sleep')
  | 'records'
  | OperatorsKind;

type OperatorsKind = 'lookAtCurrent' | 'look' | 'operate' | 'note' | 'pause' | 'lookAtFailed' | 'resend' | 'mark';

/** What can become of a call of a port, besides its answer. */
export interface Fault {
  readonly words: string;
  readonly rows: readonly FailureRow[];
  readonly effect: 'now' | 'late' | 'never';
  readonly reply:
    | { readonly kind: 'crash' }
    | { readonly kind: 'throw'; readonly message: string }
    | { readonly kind: 'answer'; readonly change: (answer: unknown, choices: Choices) => unknown };
  /** Time that passes first. */
  readonly waitMs?: number;
}

export function faultsOf(kind: RequestKind): readonly Fault[] {
  return faults[kind];
}

const operators: ReadonlySet<RequestKind> = new Set<OperatorsKind>([
  'lookAtCurrent',
  'look',
  'operate',
  'note',
  'pause',
  'lookAtFailed',
  'resend',
  'mark',
]);

export function placeOf(kind: RequestKind): FaultPlace {
  return operators.has(kind) ? 'operation' : 'call';
}

/** Lambda kills a function that has not answered by then, and its environment with it. */
const TIME_LIMIT_MS = 120_000;

const crash = { kind: 'crash' } as const;
const throws = (message: string) => ({ kind: 'throw', message }) as const;
const answers = (change: (answer: never, choices: Choices) => unknown) =>
  ({ kind: 'answer', change }) as Fault['reply'];

const lost = { kind: 'unknown', cause: new Error('the connection was lost') } as const;

const crashesAround = (before: FailureRow, after: FailureRow): Fault[] => [
  { words: 'crash before it has effect', rows: [before], effect: 'never', reply: crash },
  { words: 'it has effect, then a crash', rows: [after], effect: 'now', reply: crash },
];

/** Another system answers, and says no. */
const refused: Fault[] = [
  { words: 'answers 503', rows: ['X3'], effect: 'never', reply: throws('503') },
  { words: 'throttled', rows: ['X5'], effect: 'never', reply: throws('throttled') },
  { words: 'access denied', rows: ['X6'], effect: 'never', reply: throws('403') },
];

/** The answer to a write does not come. */
const answerLost: Fault[] = [
  {
    words: 'has effect, but the answer is lost',
    rows: ['X4'],
    effect: 'now',
    reply: throws('the connection was lost'),
  },
  { words: 'answer lost, has effect later', rows: ['X4'], effect: 'late', reply: throws('the connection was lost') },
];

/** A write that another system answers, or does not. */
const writeFails: Fault[] = [
  ...refused,
  ...answerLost,
  { words: 'hangs until the time limit', rows: ['X4'], effect: 'never', reply: crash, waitMs: TIME_LIMIT_MS },
  {
    words: 'hangs until the time limit, has effect later',
    rows: ['X4'],
    effect: 'late',
    reply: crash,
    waitMs: TIME_LIMIT_MS,
  },
];

/** What a store answers to a read is spoiled on the way. */
const readSpoiled: Fault[] = [
  { words: 'a bit is flipped on the way', rows: ['X2'], effect: 'now', reply: answers(bitFlipped) },
  { words: 'cut short on the way', rows: ['X2'], effect: 'now', reply: answers(cutShort) },
  { words: 'says that there is none', rows: ['X1'], effect: 'never', reply: answers(() => undefined) },
];

/** A conditional write that is applied or not, and of which the answer says something else. */
const putFails: Fault[] = [
  { words: 'applied, but the answer is lost', rows: ['K6'], effect: 'now', reply: answers(() => lost) },
  { words: 'not applied, and the answer is lost', rows: ['K7', 'X3'], effect: 'never', reply: answers(() => lost) },
  { words: 'answer lost, applied later', rows: [], effect: 'late', reply: answers(() => lost) },
  { words: '409', rows: ['X7'], effect: 'never', reply: answers(() => ({ kind: 'busy' })) },
  { words: '412 or 404 without a rival', rows: ['X7'], effect: 'never', reply: answers(() => ({ kind: 'conflict' })) },
  {
    words: 'applied, and a repeat inside the SDK is answered 412',
    rows: ['X7'],
    effect: 'now',
    reply: answers(() => ({ kind: 'conflict' })),
  },
  { words: 'access denied', rows: ['X6'], effect: 'never', reply: throws('403') },
];

/** An operator's process is killed: at a request, before or after its effect, or with it on the wire. */
const killed = (row: FailureRow): Fault[] => [
  ...crashesAround(row, row),
  { words: 'crash, has effect later', rows: [row], effect: 'late', reply: crash },
];

const faults: Readonly<Record<RequestKind, readonly Fault[]>> = {
  get: [
    ...crashesAround('K1', 'K2'),
    ...refused,
    { words: 'hangs until the time limit', rows: ['X4'], effect: 'never', reply: crash, waitMs: TIME_LIMIT_MS },
    ...readSpoiled,
  ],
  put: [
    ...crashesAround('K3', 'K4'),
    { words: 'crash, applied later', rows: ['K3'], effect: 'late', reply: crash },
    { words: 'hangs until the time limit', rows: ['X4'], effect: 'never', reply: crash, waitMs: TIME_LIMIT_MS },
    { words: 'hangs, applied after the time limit', rows: ['X4'], effect: 'late', reply: crash, waitMs: TIME_LIMIT_MS },
    ...putFails,
  ],
  ledger: [...crashesAround('K4', 'K5'), ...writeFails],
  query: [...crashesAround('K1', 'K2'), ...refused],
  quarantine: [
    ...crashesAround('K2', 'K2'),
    ...writeFails.map((fault) => ({ ...fault, rows: [...fault.rows, 'P17' as const] })),
  ],
  claim: [
    ...crashesAround('L1', 'L1'),
    ...writeFails.map((fault) => ({ ...fault, rows: [...fault.rows, 'L2' as const] })),
  ],
  sleep: [{ words: 'crash while it waits', rows: ['K3'], effect: 'never', reply: crash }],
  records: [
    ...crashesAround('R5', 'R5'),
    { words: 'answers 503', rows: ['R5'], effect: 'never', reply: throws('503') },
    { words: 'taken, but the answer is lost', rows: ['R5'], effect: 'now', reply: throws('the connection was lost') },
    { words: 'answer lost, taken later', rows: ['R5'], effect: 'late', reply: throws('the connection was lost') },
  ],
  lookAtCurrent: [...crashesAround('M4', 'M4'), ...refused, ...readSpoiled],
  look: [...crashesAround('M4', 'M4'), ...refused],
  operate: [...killed('M4'), ...putFails],
  note: [...killed('M4'), ...refused, ...answerLost],
  pause: [{ words: 'crash while it waits', rows: ['M4'], effect: 'never', reply: crash }],
  lookAtFailed: [...crashesAround('R7', 'R7'), ...refused],
  resend: [...killed('R7'), ...refused, ...answerLost],
  mark: [...killed('R7'), ...refused, ...answerLost],
};

function bitFlipped(stored: StoredSnapshot | undefined, choices: Choices): StoredSnapshot | undefined {
  if (stored === undefined) return undefined;
  const bytes = stored.bytes.slice();
  bytes[Math.floor((choices.order(64) / 64) * bytes.length)] ^= 1 << choices.order(8);
  return { ...stored, bytes };
}

function cutShort(stored: StoredSnapshot | undefined, choices: Choices): StoredSnapshot | undefined {
  if (stored === undefined) return undefined;
  return { ...stored, bytes: stored.bytes.slice(0, Math.floor((choices.order(64) / 64) * stored.bytes.length)) };
}
