import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import type { Authorship, Change } from '../../learning/snapshot/operation.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { PinnedSnapshots } from '../ports.ts';
import {
  commitOperation,
  lastVersionOf,
  type OperationPorts,
  operated,
  type Prepared,
  readUnder,
  type Subject,
} from './operation.ts';

export interface SteerPorts extends OperationPorts {
  readonly pinned: PinnedSnapshots;
}

/** A change of a model whose snapshot is good: what it comes to in that snapshot, which it may use up. */
export type Step = (current: Snapshot, subject: Subject<SteerPorts>) => Promise<Stepped>;

/** `unchanged`: it is so already. `impossible`: it cannot be done to this snapshot. */
export type Stepped =
  | {
      readonly kind: 'step';
      readonly change: Change;
      readonly snapshot: Snapshot;
      /** What it does, in a sentence, for whoever is asked. */
      readonly effect: string;
      /** The trial that it ends: another one is another question. */
      readonly trial?: number;
      /** What has to be there before the commit. */
      readonly before?: () => Promise<void>;
    }
  | { readonly kind: 'unchanged' | 'impossible'; readonly why: string };

/**
 * What came of it, with the version that was current then. `unusable`: the snapshot is damaged, gone or for another
 * definition; `last` is the last version there was, 0 where there never was one.
 */
export type SteerResult =
  | { readonly kind: 'done'; readonly row: LedgerRow }
  | { readonly kind: 'declined'; readonly version: number }
  | { readonly kind: 'unchanged' | 'impossible'; readonly version: number; readonly why: string }
  | { readonly kind: 'unusable'; readonly problem: string; readonly last: number };

/**
 * Changes a model whose snapshot is good by a commit of its own, under the same condition as the trainer's: when the trainer
 * comes first, the step is taken again, over what it has committed. To do it twice is harmless.
 *
 * @param confirm asked once, before anything is done; again only where a trial is to be ended and it is not the same any more
 */
export async function steer(
  subject: Subject<SteerPorts>,
  step: Step,
  author: Authorship,
  confirm: (effect: string, version: number) => Promise<boolean>,
): Promise<SteerResult> {
  const { model, definition, ports } = subject;
  let result: SteerResult | undefined;
  let confirmed: { readonly trial: number | undefined } | undefined;
  const prepare = async (): Promise<Prepared | undefined> => {
    const stored = await ports.store.get(model);
    const read = stored && readUnder(stored.bytes, definition);
    if (stored === undefined || read?.kind !== 'good') {
      const last = await ports.ledger.lastVersion(model);
      const missing = last === 0 ? 'it has learned nothing yet' : 'it is gone';
      result = { kind: 'unusable', problem: read?.kind === 'bad' ? read.why : missing, last };
      return undefined;
    }
    const { snapshot } = read;
    const { version } = snapshot;
    const last = await lastVersionOf(model, snapshot, ports.ledger);
    const stepped = await step(snapshot, subject);
    if (stepped.kind !== 'step') {
      result = { kind: stepped.kind, version, why: stepped.why };
      return undefined;
    }
    const { change, effect, trial, before } = stepped;
    if (confirmed === undefined || confirmed.trial !== trial) {
      if (!(await confirm(effect, version))) {
        result = { kind: 'declined', version };
        return undefined;
      }
      confirmed = { trial };
    }
    await before?.();
    return {
      snapshot: operated(model, stepped.snapshot, last, { ...change, ...author }, ports.clock.nowMs()),
      etag: stored.etag,
    };
  };
  const row = await commitOperation(model, prepare, ports);
  return row === undefined ? (result as SteerResult) : { kind: 'done', row };
}
