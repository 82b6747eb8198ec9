import type { Model } from '../../learning/model.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import type { Authorship, ImportForm } from '../../learning/snapshot/operation.ts';
import { emptySnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import { newestHead } from './kept-version.ts';
import { commitOperation, lastVersionOf, operated, type Prepared, readUnder, type Subject } from './operation.ts';

/** What an import would put a model in the place of. */
export interface ImportPlan {
  /** The last version there was. */
  readonly last: number;
  /** Why what there was cannot be read under the definition in force; nothing where it can. */
  readonly problem: string | undefined;
}

/** What came of an import. */
export type ImportResult =
  | { readonly kind: 'imported'; readonly row: LedgerRow }
  | { readonly kind: 'declined'; readonly plan: ImportPlan };

/**
 * Starts a model with what another has learned, by a commit of its own; it is a model's first, or goes over what there was.
 *
 * What a model has learned is replaced, where it stands in its stream is not: pending rows, ids and checkpoints stay. Where
 * a snapshot is damaged, gone or of another definition they are not known, as after a reset. It is neither paused nor
 * pinned.
 *
 * @param learned fits the definition in force
 * @param confirm asked once, before anything is done, where there was something before
 */
export async function importModel(
  subject: Subject,
  learned: Model,
  from: ImportForm,
  author: Authorship,
  confirm: (plan: ImportPlan) => Promise<boolean>,
): Promise<ImportResult> {
  const { model, definition, ports } = subject;
  let declined: ImportPlan | undefined;
  let confirmed = false;
  const prepare = async (): Promise<Prepared | undefined> => {
    const stored = await ports.store.get(model);
    const current = stored && readUnder(stored.bytes, definition);
    const last = await lastVersionOf(model, await newestHead(model, ports.history), ports.ledger);
    const problem = current === undefined ? 'it is gone' : current.kind === 'bad' ? current.why : undefined;
    const plan = { last, problem };
    const isFirst = last === 0 && stored === undefined;
    confirmed ||= isFirst || (await confirm(plan));
    if (!confirmed) {
      declined = plan;
      return undefined;
    }
    const place: Snapshot = current?.kind === 'good' ? current.snapshot : emptySnapshot(definition);
    const operation = { kind: 'imported', from, ...author } as const;
    const snapshot = operated(model, { ...place, model: learned }, last, operation, ports.clock.nowMs());
    return { snapshot, etag: stored?.etag };
  };
  const row = await commitOperation(model, prepare, ports);
  return row === undefined ? { kind: 'declined', plan: declined as ImportPlan } : { kind: 'imported', row };
}
