import type { RecordStream, Refusal, StreamEntry, StreamRecord } from '../../lambdas/ports.ts';

/** A stream of one shard in memory, which can refuse some entries of a call, or die in the middle of one. */
export class FakeRecordStream implements RecordStream {
  /** The entries of every call, as they came. */
  readonly calls: (readonly StreamEntry[])[] = [];
  /** What it took, in order. */
  readonly taken: StreamEntry[] = [];
  readonly #refusals = new Map<number, (index: number) => boolean>();
  readonly #deaths = new Map<number, number>();

  /** Lets the n-th call from now refuse the entries at these places. */
  refuse(nth: number, places: (index: number) => boolean): this {
    this.#refusals.set(this.calls.length + nth, places);
    return this;
  }

  /** Lets the n-th call from now throw after it took so many entries. */
  dieAfter(nth: number, entries: number): this {
    this.#deaths.set(this.calls.length + nth, entries);
    return this;
  }

  async put(entries: readonly StreamEntry[]): Promise<readonly Refusal[]> {
    this.calls.push(entries);
    const dies = this.#deaths.get(this.calls.length);
    if (dies !== undefined) {
      this.taken.push(...entries.slice(0, dies));
      throw new Error('the connection was lost');
    }
    const refuses = this.#refusals.get(this.calls.length) ?? (() => false);
    this.taken.push(...entries.filter((_, index) => !refuses(index)));
    return entries.flatMap((_, index) => (refuses(index) ? [{ index, reason: 'throughput exceeded' }] : []));
  }

  /** What it took, as a shard delivers it. */
  delivered(shardId = 'shardId-000000000000'): StreamRecord[] {
    return this.taken.map(({ data }, index) => ({ shardId, sequenceNumber: BigInt(index + 1), data }));
  }
}
