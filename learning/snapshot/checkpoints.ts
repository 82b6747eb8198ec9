/** More shards than a stream has within its retention; beyond it the longest-silent shard is forgotten. */
const SHARDS_MAX = 1_000;

/**
 * For each shard, the last sequence number whose effect is in the snapshot.
 *
 * Sequence numbers are decimal, of up to 129 digits, and are compared as `BigInt`: as numbers they lose their end,
 * as strings "9" comes after "10".
 */
export class Checkpoints {
  /** Shards in the order in which they last advanced. */
  readonly #last = new Map<string, bigint>();

  /** Whether the record was taken, dropped or quarantined by an earlier commit. */
  covers(shardId: string, sequenceNumber: bigint): boolean {
    const last = this.#last.get(shardId);
    return last !== undefined && sequenceNumber <= last;
  }

  advance(shardId: string, sequenceNumber: bigint): void {
    this.#last.delete(shardId);
    this.#last.set(shardId, sequenceNumber);
    if (this.#last.size > SHARDS_MAX) this.#last.delete(this.#last.keys().next().value as string);
  }

  /** What either covers; the later ones' order. */
  static joined(earlier: Checkpoints, later: Checkpoints): Checkpoints {
    const joined = new Checkpoints();
    for (const [shardId, last] of earlier.#last) if (!later.#last.has(shardId)) joined.advance(shardId, last);
    for (const [shardId, last] of later.#last) {
      const before = earlier.#last.get(shardId) ?? last;
      joined.advance(shardId, before > last ? before : last);
    }
    return joined;
  }

  toJson(): [string, string][] {
    return [...this.#last].map(([shardId, last]) => [shardId, String(last)]);
  }

  static fromJson(entries: readonly [string, string][]): Checkpoints {
    const checkpoints = new Checkpoints();
    for (const [shardId, last] of entries) checkpoints.#last.set(shardId, BigInt(last));
    return checkpoints;
  }
}
