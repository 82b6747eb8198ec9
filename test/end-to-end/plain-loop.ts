import { advance, type ReadRecord } from '../../lambdas/trainer/advance.ts';
import { decodeSections } from '../../learning/snapshot/sections.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';

/** What a loop over records, without any stream, store or retry, says of the versions that a trainer has stored. */
export interface LoopResult {
  /** Records that the versions took, each once. */
  readonly taken: number;
  /** Versions that have other bytes than the loop, which cuts where they were cut. */
  readonly differing: readonly number[];
  /** Whether a loop that does not cut at all ends in the same state. */
  readonly sameUncut: boolean;
}

/**
 * Goes from a snapshot through records as the versions after it say: each has the checkpoints that it came to, so the
 * order in which shards were taken needs no guess. Records of a shard are in its order; `before` is left as it is.
 */
export function plainLoop(
  model: string,
  before: Snapshot,
  records: readonly ReadRecord[],
  versions: readonly Uint8Array[],
): LoopResult {
  const inOrder: ReadRecord[] = [];
  const differing: number[] = [];
  let snapshot = copyOf(before);
  for (const bytes of versions) {
    const stored = decodeSnapshot(bytes, before.model.definition);
    const [from, to] = [snapshot.checkpoints, stored.checkpoints];
    const news = records.filter(
      ({ source: { shardId, sequenceNumber } }) =>
        to.covers(shardId, sequenceNumber) && !from.covers(shardId, sequenceNumber),
    );
    inOrder.push(...news);
    ({ snapshot } = advance(model, snapshot, news, stored.lastCommit?.committedAtMs ?? Number.NaN));
    if (Buffer.compare(encodeSnapshot(snapshot), bytes) !== 0) differing.push(stored.version);
  }
  const uncut = advance(model, copyOf(before), inOrder, 0).snapshot;
  return { taken: inOrder.length, differing, sameUncut: stateOf(encodeSnapshot(uncut)) === stateOf(versions.at(-1)) };
}

function copyOf(snapshot: Snapshot): Snapshot {
  return decodeSnapshot(encodeSnapshot(snapshot), snapshot.model.definition);
}

/** All but which commit it was. */
function stateOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const { version: _v, lastCommit: _c, ...state } = decodeSections(bytes);
  return JSON.stringify(Object.entries(state).map(([name, values]) => [name, bytesOf(values).toString('base64')]));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
