import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import type { Authorship } from '../../learning/snapshot/operation.ts';
import type { Snapshot, SnapshotHead } from '../../learning/snapshot/snapshot.ts';
import type { StoredSnapshot } from '../ports.ts';
import {
  commitOperation,
  lastVersionOf,
  operated,
  type Prepared,
  readUnder,
  type Subject,
  seenVersions,
} from './operation.ts';

/** What a restore would do. */
export interface RestorePlan {
  /** What is wrong with the snapshot. */
  readonly problem: string;
  /** The version that is brought back, and when it was written. */
  readonly from: number;
  readonly writtenAtMs: number;
  /** The last version there was: the effect of those between is lost. */
  readonly last: number;
}

/**
 * What came of a restore. `good`: nothing was wrong, nothing was done; to go back from a good one is `rollBackTo`. `none`: no
 * version that is kept can be used.
 */
export type RestoreResult =
  | { readonly kind: 'restored'; readonly plan: RestorePlan; readonly row: LedgerRow }
  | { readonly kind: 'good'; readonly version: number }
  | { readonly kind: 'declined'; readonly plan: RestorePlan }
  | { readonly kind: 'none'; readonly problem: string; readonly looked: number; readonly why: string | undefined };

/**
 * Makes the last good version of a snapshot that is damaged or gone the current one, by a commit of its own.
 *
 * Weights, pending rows, ids, checkpoints and what a person had set are as they were in it. So what the stream delivers again
 * of the time since is taken again, and what was in is known.
 *
 * @param version this one instead of the last
 * @param confirm asked before anything is done, and again only if what would be done has changed
 * @param onLook called for each version that is looked at
 */
export async function restore(
  subject: Subject,
  version: number | undefined,
  author: Authorship,
  confirm: (plan: RestorePlan) => Promise<boolean>,
  onLook: (looked: number) => void = () => {},
): Promise<RestoreResult> {
  const { model, ports } = subject;
  let result: RestoreResult | undefined;
  let confirmed: RestorePlan | undefined;
  const prepare = async (): Promise<Prepared | undefined> => {
    const stored = await ports.store.get(model);
    const found = await planOf(subject, version, stored, onLook);
    if (found.kind !== 'plan') {
      result = found;
      return undefined;
    }
    const { plan, snapshot } = found;
    if (confirmed?.from !== plan.from && !(await confirm(plan))) {
      result = { kind: 'declined', plan };
      return undefined;
    }
    confirmed = plan;
    const operation = { kind: 'restored', from: plan.from, ...author } as const;
    return {
      snapshot: operated(model, snapshot, plan.last, operation, ports.clock.nowMs()),
      etag: stored?.etag,
    };
  };
  const row = await commitOperation(model, prepare, ports);
  if (row !== undefined) return { kind: 'restored', plan: confirmed as RestorePlan, row };
  return result as RestoreResult;
}

type Found =
  | { readonly kind: 'plan'; readonly plan: RestorePlan; readonly snapshot: Snapshot }
  | Extract<RestoreResult, { kind: 'good' | 'none' }>;

async function planOf(
  { model, definition, ports: { history, ledger } }: Subject,
  version: number | undefined,
  stored: StoredSnapshot | undefined,
  onLook: (looked: number) => void,
): Promise<Found> {
  const current = stored && readUnder(stored.bytes, definition);
  if (current?.kind === 'good') return { kind: 'good', version: current.snapshot.version };
  const problem = current === undefined ? 'it is gone' : current.why;
  let looked = 0;
  let newest: SnapshotHead | undefined;
  let why: string | undefined;
  for await (const { kept, head, read } of seenVersions(model, definition, history)) {
    onLook(++looked);
    newest ??= head;
    if (read.kind === 'bad') why ??= read.why;
    if (read.kind === 'bad' || (version !== undefined && read.snapshot.version !== version)) continue;
    const last = await lastVersionOf(model, newest, ledger);
    const plan = { problem, from: read.snapshot.version, writtenAtMs: kept.writtenAtMs, last };
    return { kind: 'plan', plan, snapshot: read.snapshot };
  }
  return { kind: 'none', problem, looked, why };
}
