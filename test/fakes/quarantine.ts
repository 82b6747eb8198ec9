import type { Quarantine, StreamRecord } from '../../lambdas/ports.ts';
import type { Rejection } from '../../records/record.ts';

/** A quarantine in memory, keyed by shard and sequence number: writing a record twice leaves one. */
export class FakeQuarantine implements Quarantine {
  puts = 0;
  readonly objects = new Map<string, Rejection>();
  /** Writes under way at once, at most. */
  concurrentMax = 0;
  #underWay = 0;
  readonly #faults = new Set<number>();

  /** Lets the n-th write from now throw. */
  onPut(nth: number): this {
    this.#faults.add(this.puts + nth);
    return this;
  }

  mend(): void {
    this.#faults.clear();
  }

  async put({ shardId, sequenceNumber }: StreamRecord, rejection: Rejection): Promise<void> {
    this.puts += 1;
    const fails = this.#faults.has(this.puts);
    this.#underWay += 1;
    this.concurrentMax = Math.max(this.concurrentMax, this.#underWay);
    await Promise.resolve();
    this.#underWay -= 1;
    if (fails) throw new Error('503: quarantine');
    this.objects.set(`${shardId}/${sequenceNumber}`, rejection);
  }
}
