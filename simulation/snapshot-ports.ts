import type {
  KeptVersion,
  Ledger,
  PutOutcome,
  SnapshotHistory,
  SnapshotStore,
  StoredSnapshot,
} from '../lambdas/ports.ts';
import type { RequestKind } from './faults.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** What happens to the requests of the trainer, and to those of an operator, by name in `faults.ts`. */
export interface SnapshotRequests {
  readonly get: RequestKind;
  readonly put: RequestKind;
  readonly ledger: RequestKind;
  readonly query: RequestKind;
}

/** Told of what an actor read and wrote, at the moment at which it happens in the store. */
export interface StoreWatch<Sender extends Actor> {
  read?(model: string, stored: StoredSnapshot | undefined): void;
  committed(model: string, bytes: Uint8Array, etag: string, sender: Sender): void;
  conflict?(): void;
}

/**
 * The store as one sees it who sends requests over the wire.
 *
 * A write on the condition that there is nothing is refused where the object was deleted since its sender looked: that
 * order of events no store tells from a first write, and it is left out (docs/reliability.md, "What is not shown").
 */
export function storeOver<Sender extends Actor>(
  { wire, store, journal }: World,
  sender: () => Sender,
  requests: SnapshotRequests,
  watch: StoreWatch<Sender>,
): SnapshotStore {
  const deletionsSeen = new Map<string, number>();
  return {
    get: (model) =>
      wire.send(
        sender(),
        requests.get,
        () => `reads the snapshot of ${model}`,
        () => {
          journal.reads += 1;
          deletionsSeen.set(model, store.deletions(model));
          const stored = store.get(model);
          watch.read?.(model, stored);
          return stored;
        },
      ),
    put: (model, bytes, etag): Promise<PutOutcome> => {
      const actor = sender();
      const seen = deletionsSeen.get(model) ?? 0;
      return wire.send(
        actor,
        requests.put,
        () => `PUTs a snapshot of ${model}`,
        () => {
          const isStale = etag === undefined && seen !== store.deletions(model);
          const outcome: PutOutcome = isStale ? { kind: 'conflict' } : store.put(model, bytes, etag);
          journal.say(() => `  the store: ${outcome.kind}`);
          if (outcome.kind === 'committed') watch.committed(model, bytes, outcome.etag, actor);
          if (outcome.kind === 'conflict') watch.conflict?.();
          return outcome;
        },
      );
    },
  };
}

export function historyOver({ wire, store }: World, sender: () => Actor): SnapshotHistory {
  return {
    versions: (model) =>
      wire.send(
        sender(),
        'look',
        () => `lists the versions of ${model}`,
        () => {
          const kept = store.versions(model).map((_, i): KeptVersion => ({ id: String(i), writtenAtMs: i }));
          return kept.reverse();
        },
      ),
    read: (model, id) =>
      wire.send(
        sender(),
        'look',
        () => `reads kept version ${id} of ${model}`,
        () => store.versions(model)[Number(id)],
      ),
  };
}

export function ledgerOver({ wire, ledger, oracle }: World, sender: () => Actor, requests: SnapshotRequests): Ledger {
  return {
    put: (row) =>
      wire.send(
        sender(),
        requests.ledger,
        () => `writes ledger row ${row.model} ${row.version}`,
        () => {
          oracle.written(row);
          ledger.put(row);
        },
      ),
    lastVersion: (model) =>
      wire.send(
        sender(),
        requests.query,
        () => `asks the ledger for the last version of ${model}`,
        () => ledger.lastVersion(model),
      ),
  };
}
