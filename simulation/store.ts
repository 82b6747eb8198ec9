import type { PutOutcome, StoredSnapshot } from '../lambdas/ports.ts';
import { FORMAT_VERSION } from '../learning/snapshot/sections.ts';

/** How a snapshot is spoiled where it lies. */
export type Damage = 'deleted' | 'truncated' | 'a bit flipped' | 'of a later format';

/**
 * The bucket of snapshots: one object a model, conditional writes, the history of versions. An ETag is a digest of the
 * bytes, as in S3, so bytes that come back have the ETag that they had.
 */
export class Store {
  readonly #objects = new Map<string, StoredSnapshot>();
  readonly #history = new Map<string, Uint8Array[]>();
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
    if (this.etag(model) !== etag || (etag === undefined && this.damaged.has(model))) return { kind: 'conflict' };
    const stored = { bytes, etag: digest(bytes) };
    this.#objects.set(model, stored);
    this.#history.set(model, [...(this.#history.get(model) ?? []), bytes]);
    return { kind: 'committed', etag: stored.etag };
  }

  versions(model: string): readonly Uint8Array[] {
    return this.#history.get(model) ?? [];
  }

  /** Somebody spoils the object; what it was stays in the bucket's history. */
  damage(model: string, how: Damage): void {
    const { bytes } = this.#objects.get(model) as StoredSnapshot;
    this.damaged.set(model, how);
    this.#damages += 1;
    if (how === 'deleted') this.#objects.delete(model);
    else this.#objects.set(model, { bytes: spoiled(bytes, how), etag: `damage ${this.#damages}` });
  }

  /** The operator makes a version of the history current again; the last is the good one. */
  restore(model: string, fromEnd: number): void {
    const bytes = this.versions(model).at(-fromEnd) ?? this.versions(model)[0];
    this.damaged.delete(model);
    this.#objects.set(model, { bytes, etag: digest(bytes) });
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
