import { type LedgerRow, rowsInEffect } from './ledger-row.ts';
import { type Mark, type Served, servedOf, steeringAfter } from './steering.ts';

/** What a model was at some time. */
export interface ServedAt {
  /** The last commit by then: its version was the current one. */
  readonly current: LedgerRow;
  /** What was served: the current version, or the one that the model was pinned to. */
  readonly served: Served;
  /** Who had pinned it. */
  readonly pinned: Mark | undefined;
  /** The commits whose effect was in the version that was served. */
  readonly learned: readonly LedgerRow[];
}

/**
 * Which version of a model served at a time, and what that had learned: nothing before its first commit. Commits count in
 * the order of their versions; their times are the trainer's clock's.
 *
 * @param rows all of a model's ledger, in order
 */
export function servedAt(rows: readonly LedgerRow[], atMs: number): ServedAt | undefined {
  const last = rows.findLastIndex(({ committedAtMs }) => committedAtMs <= atMs);
  if (last === -1) return undefined;
  const until = rows.slice(0, last + 1);
  const current = until[last];
  const steering = steeringAfter(until);
  const served = servedOf({ version: current.version, steering });
  const learned = rowsInEffect(until.filter(({ version }) => version <= served.version));
  return { current, served, pinned: steering.pinned, learned };
}
