import type { Definition } from '../../learning/definition.ts';
import { Checkpoints } from '../../learning/snapshot/checkpoints.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { RecentIds } from '../../learning/snapshot/recent-ids.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { StoredSnapshot } from '../ports.ts';
import {
  type Commit,
  commitOperation,
  lastVersionOf,
  type OperationPorts,
  operated,
  type Prepared,
  readUnder,
  seenVersions,
} from './operation.ts';

/** What a restore would do. */
export interface RestorePlan {
  /** What is wrong with the snapshot; nothing of a good one, which goes back to an earlier version. */
  readonly problem: string | undefined;
  /** The version that is brought back, and when it was written. */
  readonly from: number;
  readonly writtenAtMs: number;
  /** The last version there was: the effect of those between is lost. */
  readonly last: number;
}

/** What came of a restore. `good`: nothing was wrong, nothing was done. `none`: no version that is kept can be used. */
export type RestoreResult =
  | { readonly kind: 'restored'; readonly plan: RestorePlan; readonly row: LedgerRow }
  | { readonly kind: 'good'; readonly version: number }
  | { readonly kind: 'declined'; readonly plan: RestorePlan }
  | { readonly kind: 'none'; readonly problem: string; readonly looked: number; readonly why: string | undefined };

/**
 * Makes the last good version of a snapshot that is damaged or gone the current one, by a commit of its own.
 *
 * Weights, pending rows, ids and checkpoints are as they were in it. So what the stream delivers again of the time since
 * is taken again, and what was in is known. With `version`, also a good snapshot goes back to an earlier one; then ids
 * and checkpoints stay as they are: what was learned since is undone, and not learned again.
 *
 * @param confirm asked before anything is done, and again only if what would be done has changed
 * @param onLook called for each version that is looked at
 */
export async function restore(
  model: string,
  definition: Definition,
  version: number | undefined,
  ports: OperationPorts,
  confirm: (plan: RestorePlan) => Promise<boolean>,
  onLook: (looked: number) => void = () => {},
): Promise<RestoreResult> {
  let result: RestoreResult | undefined;
  let confirmed: RestorePlan | undefined;
  const prepare = async (): Promise<Prepared | undefined> => {
    const stored = await ports.store.get(model);
    const found = await planOf(model, definition, version, stored, ports, onLook);
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
    const operation = { kind: 'restored', from: plan.from } as const;
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
  model: string,
  definition: Definition,
  version: number | undefined,
  stored: StoredSnapshot | undefined,
  { history, ledger }: OperationPorts,
  onLook: (looked: number) => void,
): Promise<Found> {
  const current = stored && readUnder(stored.bytes, definition);
  if (current?.kind === 'good' && (version === undefined || version === current.snapshot.version)) {
    return { kind: 'good', version: current.snapshot.version };
  }
  const problem = current === undefined ? 'it is gone' : current.kind === 'bad' ? current.why : undefined;
  let looked = 0;
  let newest: Commit | undefined;
  let why: string | undefined;
  for await (const { kept, commit, read } of seenVersions(model, definition, history)) {
    onLook(++looked);
    newest ??= commit;
    if (read.kind === 'bad') why ??= read.why;
    if (read.kind === 'bad' || (version !== undefined && read.snapshot.version !== version)) continue;
    const last = await lastVersionOf(model, newest, ledger);
    const plan = { problem, from: read.snapshot.version, writtenAtMs: kept.writtenAtMs, last };
    if (current?.kind !== 'good') return { kind: 'plan', plan, snapshot: read.snapshot };
    return { kind: 'plan', plan, snapshot: goneBack(read.snapshot, current.snapshot) };
  }
  return { kind: 'none', problem: problem ?? 'it is good', looked, why };
}

/** No checkpoint goes back while the stream goes on, and no id is forgotten: what both have taken is not taken again. */
function goneBack(earlier: Snapshot, current: Snapshot): Snapshot {
  return {
    ...earlier,
    checkpoints: Checkpoints.joined(earlier.checkpoints, current.checkpoints),
    recentIds: RecentIds.joined(earlier.recentIds, current.recentIds),
  };
}
