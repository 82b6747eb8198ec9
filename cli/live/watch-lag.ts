import { setTimeout as sleep } from 'node:timers/promises';
import type { SnapshotReader } from '../../lambdas/ports.ts';
import type { Definition } from '../../learning/definition.ts';
import { decodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { type ShardLag, type Taken, takenBy } from '../shard-lag.ts';
import type { LiveFeed } from './live-feed.ts';

/** A stream that is looked at, and the snapshots whose checkpoints say what of it is taken. */
export interface LagSource {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly snapshots: SnapshotReader;
  /** What waits on each shard beyond what is taken. */
  waitingOn(taken: readonly Taken[], nowMs: number): Promise<readonly ShardLag[]>;
}

/**
 * Tells pages how long the oldest record has waited that no model has taken, until the signal. A read of a shard and, where
 * it has changed, of a snapshot each time. While either cannot be read, pages are told nothing of it: they follow the ledger.
 */
export async function watchLag(source: LagSource, feed: LiveFeed, everyMs: number, signal: AbortSignal): Promise<void> {
  const held = new HeldCheckpoints(source);
  while (!signal.aborted) {
    try {
      const shards = await source.waitingOn(await held.read(), Date.now());
      const waits = shards.flatMap(({ waitingMs }) => waitingMs ?? []);
      feed.tell({ waitingMs: waits.length === 0 ? null : Math.max(...waits) });
    } catch {
      feed.tell({ waitingMs: undefined });
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Checkpoints of all models, read again where a snapshot has changed. */
class HeldCheckpoints {
  readonly #source: LagSource;
  readonly #held = new Map<string, { readonly etag: string; readonly taken: Taken }>();

  constructor(source: LagSource) {
    this.#source = source;
  }

  async read(): Promise<Taken[]> {
    const { definitions, snapshots } = this.#source;
    for (const [model, definition] of definitions) {
      const look = await snapshots.look(model, this.#held.get(model)?.etag);
      if (look.kind === 'none') this.#held.delete(model);
      if (look.kind !== 'read') continue;
      const { bytes, etag } = look.stored;
      this.#held.set(model, { etag, taken: takenBy(decodeSnapshot(bytes, definition)) });
    }
    return [...this.#held.values()].map(({ taken }) => taken);
  }
}
