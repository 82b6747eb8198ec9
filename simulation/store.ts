import type { PutOutcome, StoredSnapshot } from '../lambdas/ports.ts';
import { FORMAT_VERSION } from '../learning/snapshot/sections.ts';

/** How a snapshot is spoiled where it lies. */
export type Damage = 'deleted' | 'truncated' | 'a bit flipped' | 'of a later format';

/**
 * The bucket of snapshots: one object a model, conditional writes, the history of versions. An ETag is a digest of the
 * bytes, as in S3.
 */
export class Store {
  readonly #objects = new Map<string, StoredSnapshot>();
  readonly #history = new Map<string, Uint8Array[]>();
  readonly #deletions = new Map<string, number>();
  /** What has been done to objects, until a commit replaces them. */
  readonly damaged = new Map<string, Damage>();
  #damages = 0;

  /** Nothing where there never was one, nor where it was deleted: which of the two, the ledger knows. */
  get(model: string): StoredSnapshot | undefined {
    return this.#objects.get(model);
  }

  etag(model: string): string | undefined {
    return this.#objects.get(model)?.etag;
  }

  put(model: string, bytes: Uint8Array, etag: string | undefined): PutOutcome {
    if (this.etag(model) !== etag) return { kind: 'conflict' };
    const stored = { bytes, etag: digest(bytes) };
    this.#objects.set(model, stored);
    this.#keep(model, bytes);
    this.damaged.delete(model);
    return { kind: 'committed', etag: stored.etag };
  }

  /** All that was ever written, damage too, the oldest first. */
  versions(model: string): readonly Uint8Array[] {
    return this.#history.get(model) ?? [];
  }

  /** How often somebody deleted the object. */
  deletions(model: string): number {
    return this.#deletions.get(model) ?? 0;
  }

  /** Somebody spoils the object; what it was stays in the bucket's history. */
  damage(model: string, how: Damage): void {
    const { bytes } = this.#objects.get(model) as StoredSnapshot;
    this.damaged.set(model, how);
    this.#damages += 1;
    if (how === 'deleted') {
      this.#objects.delete(model);
      this.#deletions.set(model, this.deletions(model) + 1);
      return;
    }
    const damaged = spoiled(bytes, how);
    this.#objects.set(model, { bytes: damaged, etag: `damage ${this.#damages}` });
    this.#keep(model, damaged);
  }

  #keep(model: string, bytes: Uint8Array): void {
    const kept = this.#history.get(model);
    if (kept === undefined) this.#history.set(model, [bytes]);
    else kept.push(bytes);
  }
}

/** A snapshot's own checksum; together with its length as good as the digest that S3 makes. */
function digest(bytes: Uint8Array): string {
  return `${new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true)}-${bytes.length}`;
}

function spoiled(bytes: Uint8Array, how: Exclude<Damage, 'deleted'>): Uint8Array {
  if (how === 'truncated') return bytes.slice(0, bytes.length / 2);
  const copy = bytes.slice();
  if (how === 'of a later format') new DataView(copy.buffer).setUint32(8, FORMAT_VERSION + 1, true);
  else copy[copy.length >> 1] ^= 4;
  return copy;
}
