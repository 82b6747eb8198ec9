import type { Definition } from '../../learning/definition.ts';
import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { emptySnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { Ledger, SnapshotStore, StoredSnapshot } from '../ports.ts';
import { readSnapshot } from '../read-snapshot.ts';

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
    const stored = (await this.#store.get(model)) ?? (await this.#unlessNew(model));
    if (stored === undefined) return { snapshot: emptySnapshot(definition), etag: undefined };
    const snapshot = readSnapshot(model, stored.bytes, definition);
    if (snapshot.lastCommit !== undefined) await this.#ledger.put(snapshot.lastCommit);
    return { snapshot, etag: stored.etag };
  }

  /**
   * A model without a snapshot is a new one, unless the ledger knows commits of it: then another call has just made the
   * first one, or the snapshot was deleted, and to begin again from nothing is not for us to decide.
   */
  async #unlessNew(model: string): Promise<StoredSnapshot | undefined> {
    const lastVersion = await this.#ledger.lastVersion(model);
    if (lastVersion === 0) return undefined;
    const stored = await this.#store.get(model);
    if (stored !== undefined) return stored;
    throw new SnapshotGoneError(model, lastVersion);
  }

  keep(model: string, held: HeldSnapshot): void {
    this.#held.set(model, held);
  }
}

/** A model has committed before, and its snapshot is not there. */
export class SnapshotGoneError extends SnapshotError {
  constructor(model: string, lastVersion: number) {
    super(
      `model ${model}: its snapshot is gone, but the ledger knows ${lastVersion} versions of it: ` +
        `\`sluice models restore ${model}\` brings back the last good one, \`sluice models reset ${model}\` starts from nothing`,
    );
  }
}
