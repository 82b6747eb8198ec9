import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import type { Authorship } from '../../learning/snapshot/operation.ts';
import { emptySnapshot } from '../../learning/snapshot/snapshot.ts';
import { headOrDamage, newestHead } from './kept-version.ts';
import { commitOperation, lastVersionOf, operated, type Prepared, readUnder, type Subject } from './operation.ts';

/** What came of a reset. `new`: the model has learned nothing, so nothing was done. */
export type ResetResult =
  | { readonly kind: 'reset'; readonly row: LedgerRow }
  | { readonly kind: 'new'; readonly version: number }
  | { readonly kind: 'declined'; readonly last: number };

/**
 * Starts a model from nothing under the definition in force: a commit of an empty snapshot. What it was before stays in
 * the store's history.
 *
 * It has no checkpoints and knows no ids: whatever the stream delivers from now on is taken, the batch that the trainer
 * has refused so far first. It is neither paused nor pinned.
 *
 * @param confirm asked once, with the last version there was, before anything is done
 */
export async function reset(
  subject: Subject,
  author: Authorship,
  confirm: (last: number) => Promise<boolean>,
): Promise<ResetResult> {
  const { model, definition, ports } = subject;
  let result: ResetResult | undefined;
  let confirmed = false;
  const prepare = async (): Promise<Prepared | undefined> => {
    const stored = await ports.store.get(model);
    const current = stored && headOrDamage(stored.bytes);
    const wasReset = current?.lastCommit?.operation?.kind === 'reset';
    if (stored && wasReset && readUnder(stored.bytes, definition).kind === 'good') {
      result = { kind: 'new', version: current.version };
      return undefined;
    }
    const last = await lastVersionOf(model, await newestHead(model, ports.history), ports.ledger);
    if (last === 0 && stored === undefined) {
      result = { kind: 'new', version: 0 };
      return undefined;
    }
    confirmed ||= await confirm(last);
    if (!confirmed) {
      result = { kind: 'declined', last };
      return undefined;
    }
    const snapshot = operated(
      model,
      emptySnapshot(definition),
      last,
      { kind: 'reset', ...author },
      ports.clock.nowMs(),
    );
    return { snapshot, etag: stored?.etag };
  };
  const row = await commitOperation(model, prepare, ports);
  return row === undefined ? (result as ResetResult) : { kind: 'reset', row };
}
