import type { StreamRecord } from '../lambdas/ports.ts';
import type { Journal } from './journal.ts';
import type { Payload } from './payloads.ts';

/** What became of an entry, decided by one applied commit. */
export type Fate = 'taken' | 'duplicate' | 'quarantined';

/** A record as it stands in a shard. */
export interface Entry extends StreamRecord {
  readonly payload: Payload;
  readonly arrivedMs: number;
  fate: Fate | undefined;
  /** It is in an on-failure object. */
  givenUp: boolean;
  /** It was deleted by its age before it was read. */
  expired: boolean;
  /** A restore or a reset has taken it out of the model, and nothing brings it again. */
  undone: boolean;
}

export interface Shard {
  readonly id: string;
  readonly parents: readonly Shard[];
  readonly entries: Entry[];
  /** Entries before this index are deleted. */
  trimmed: number;
  open: boolean;
}

/** Where sequence numbers begin, so that they cross a power of ten soon; as `Number` those of 56 digits are all equal. */
const STARTS = [98n, 10n ** 55n - 2n, 49_590_338_271_490_256_608n * 10n ** 36n, 10n ** 128n - 2n] as const;

/** A stream whose shards split and merge. Sequence numbers are unique in a shard only, and here they are equal on all. */
export class Stream {
  readonly shards: Shard[] = [];
  readonly entries: Entry[] = [];
  readonly #start: bigint;
  readonly #step: bigint;
  readonly #journal: Journal;
  readonly #ids = new Set<string>();

  constructor(shards: number, sequenceStyle: number, journal: Journal) {
    this.#start = STARTS[sequenceStyle % STARTS.length];
    this.#step = sequenceStyle < STARTS.length ? 1n : 7n;
    this.#journal = journal;
    for (let i = 0; i < shards; i++) this.#open([]);
  }

  static readonly sequenceStyles = STARTS.length * 2;

  put(payload: Payload, nowMs: number): void {
    const open = this.shards.filter((shard) => shard.open);
    const shard = open[Number.parseInt(payload.partitionKey, 36) % open.length];
    const sequenceNumber = this.#start + this.#step * BigInt(shard.entries.length);
    if (this.shards.length > 1 && shard.entries.length === 0 && this.#start > 10n ** 54n) this.#journal.count('D8');
    const { truth } = payload;
    if (truth.kind === 'good' && truth.id !== undefined && payload.origin === undefined) {
      const id = `${truth.model}/${truth.id}`;
      if (this.#ids.has(id)) this.#journal.count('D2');
      this.#ids.add(id);
    }
    const entry: Entry = {
      shardId: shard.id,
      sequenceNumber,
      data: payload.data,
      payload,
      arrivedMs: nowMs,
      fate: undefined,
      givenUp: false,
      expired: false,
      undone: false,
    };
    shard.entries.push(entry);
    this.entries.push(entry);
  }

  split(shard: Shard): Shard[] {
    shard.open = false;
    return [this.#open([shard]), this.#open([shard])];
  }

  merge(one: Shard, two: Shard): Shard[] {
    one.open = false;
    two.open = false;
    return [this.#open([one, two])];
  }

  /** Deletes what is older than the stream keeps. */
  trim(oldestMs: number): void {
    for (const shard of this.shards) {
      while (shard.trimmed < shard.entries.length && shard.entries[shard.trimmed].arrivedMs < oldestMs) {
        shard.trimmed += 1;
      }
    }
  }

  #open(parents: readonly Shard[]): Shard {
    const id = `shardId-${String(this.shards.length).padStart(12, '0')}`;
    const shard: Shard = { id, parents, entries: [], trimmed: 0, open: true };
    this.shards.push(shard);
    return shard;
  }
}
