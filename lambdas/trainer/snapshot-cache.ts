import type { Definition } from '../../learning/definition.ts';
import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { Ledger, SnapshotStore } from '../ports.ts';

/** A snapshot with the ETag of the object it is; no ETag before the first commit. */
export interface HeldSnapshot {
  readonly snapshot: Snapshot;
  readonly etag: string | undefined;
}

/**
 * Snapshots kept between calls of a warm function, so that a steady batch reads nothing.
 *
 * A snapshot is taken out to be worked on, and put back only when its commit and its ledger row are written: whatever
 * fails in between leaves nothing behind that could be trusted by mistake.
 */
export class SnapshotCache {
  readonly #store: SnapshotStore;
  readonly #ledger: Ledger;
  readonly #held = new Map<string, HeldSnapshot>();

  constructor(store: SnapshotStore, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
  }

  /** The snapshot kept, or the stored one. Whoever loads one sees to it that its ledger row is written. */
  async take(model: string, definition: Definition): Promise<HeldSnapshot> {
    const kept = this.#held.get(model);
    this.#held.delete(model);
    if (kept !== undefined) return kept;
    const stored = await this.#store.get(model);
    if (stored === undefined) return { snapshot: emptySnapshot(definition), etag: undefined };
    const snapshot = read(model, stored.bytes, definition);
    if (snapshot.lastCommit !== undefined) await this.#ledger.put(snapshot.lastCommit);
    return { snapshot, etag: stored.etag };
  }

  keep(model: string, held: HeldSnapshot): void {
    this.#held.set(model, held);
  }
}

function read(model: string, bytes: Uint8Array, definition: Definition): Snapshot {
  try {
    return decodeSnapshot(bytes, definition);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    throw new SnapshotError(`model ${model}: its snapshot cannot be used: ${error.message}`, { cause: error });
  }
}
