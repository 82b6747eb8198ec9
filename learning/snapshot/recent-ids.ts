import { murmurHash3 } from '../murmur-hash.ts';
import type { Stateful } from '../state.ts';
import { utf8 } from '../utf8.ts';

/** A producer's retry follows within seconds; 4,096 records are about seven minutes at ten records a second. */
export const RECENT_IDS = 4_096;

/**
 * The ids of the last records taken, so that one which a producer sends twice, under two sequence numbers, is taken once.
 *
 * Ids are kept as 64-bit hashes: two different ids among 4,096 are confused once in 4.5 · 10¹⁵ records.
 */
export class RecentIds implements Stateful {
  readonly #ring = new BigUint64Array(RECENT_IDS);
  readonly #added = new Float64Array(1);
  readonly state = { ring: this.#ring, added: this.#added };
  #index: Set<bigint> | undefined;

  /** How many there were, the forgotten ones included. It never goes back, but to what an earlier snapshot has. */
  get added(): number {
    return this.#added[0];
  }

  has(id: string): boolean {
    this.#index ??= new Set(this.#ring.subarray(0, Math.min(this.#added[0], RECENT_IDS)));
    return this.#index.has(hashOf(id));
  }

  add(id: string): void {
    this.#addHash(hashOf(id));
  }

  #addHash(hash: bigint): void {
    const slot = this.#added[0] % RECENT_IDS;
    if (this.#added[0] >= RECENT_IDS) this.#index?.delete(this.#ring[slot]);
    this.#ring[slot] = hash;
    this.#added[0] += 1;
    this.#index?.add(hash);
  }

  /** Knows what this one knows, and forgets it in the same order. */
  copy(): RecentIds {
    const copy = new RecentIds();
    copy.#ring.set(this.#ring);
    copy.#added.set(this.#added);
    return copy;
  }

  /** The ids of both, as many as there is room for, those of `later` being the last. */
  static joined(earlier: RecentIds, later: RecentIds): RecentIds {
    const known = new Set(later.#inOrder());
    const joined = new RecentIds();
    for (const hash of earlier.#inOrder()) if (!known.has(hash)) joined.#addHash(hash);
    for (const hash of known) joined.#addHash(hash);
    const behind = later.added - joined.added; // then it is full, and whole turns more change no place
    if (behind > 0) joined.#added[0] += RECENT_IDS * Math.ceil(behind / RECENT_IDS);
    return joined;
  }

  /** Hashes in the order in which they were added. */
  #inOrder(): bigint[] {
    const added = this.#added[0];
    if (added <= RECENT_IDS) return [...this.#ring.subarray(0, added)];
    const oldest = added % RECENT_IDS;
    return [...this.#ring.subarray(oldest), ...this.#ring.subarray(0, oldest)];
  }
}

const hash = new BigUint64Array(1);
const halves = new Uint32Array(hash.buffer); // the low one first, as snapshots have them

function hashOf(id: string): bigint {
  const bytes = utf8(id);
  halves[0] = murmurHash3(bytes, 0x1d5);
  halves[1] = murmurHash3(bytes, 0x5eed);
  return hash[0];
}
