import {
  type LabelCounts,
  type LedgerRow,
  qualityRow,
  type SegmentResult,
  segmentResult,
} from '../../learning/snapshot/ledger-row.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import { pausedVerdict } from '../../learning/snapshot/steering.ts';
import type { Decoded } from '../../records/decode.ts';
import { gather } from '../../records/gather.ts';
import { originId } from '../../records/redriven.ts';
import type { StreamRecord } from '../ports.ts';

/** A record of the stream with what its bytes say. */
export interface ReadRecord {
  readonly source: StreamRecord;
  readonly decoded: Decoded;
}

/** A record that can be taken in as it is; with counts where its rows are those that its labels were joined with. */
export interface ReadyRecord extends ReadRecord {
  readonly joined?: LabelCounts;
}

/** A snapshot with more of the stream in it, and the ledger row that says what was done. */
export interface Advanced {
  readonly snapshot: Snapshot;
  readonly row: LedgerRow;
}

/**
 * Takes records of one model into its snapshot, in order: drops those whose id it knows, gathers rows into segments,
 * lets the model observe each, or only score it while it is paused, and moves the checkpoints. Nothing but this and what
 * an operator does (`operation.ts`) ever changes a model.
 *
 * The snapshot given is used up: its arrays are written into. Deterministic: the same snapshot, records and time give
 * the same bytes.
 *
 * @param records none of them covered by the snapshot's checkpoints
 * @param timeIsUp asked before each record; when it says yes, the rest is left for another call
 */
export function advance(
  model: string,
  snapshot: Snapshot,
  records: readonly ReadyRecord[],
  committedAtMs: number,
  timeIsUp: () => boolean = () => false,
): Advanced {
  const { pending, recentIds, checkpoints, model: learner } = snapshot;
  const paused = pausedVerdict(snapshot.steering);
  const counts = { taken: 0, duplicates: 0, quarantined: 0 };
  const segments: SegmentResult[] = [];
  let labels: LabelCounts | undefined;
  let rows = 0;
  for (const { source, decoded, joined } of records) {
    if (timeIsUp()) break;
    if (decoded.kind === 'rejected') {
      counts.quarantined += 1;
    } else {
      const { id = originId(source), rows: recordRows, labels: unjoined } = decoded.record;
      if (recentIds.has(id)) {
        counts.duplicates += 1;
      } else {
        recentIds.add(id);
        counts.taken += 1;
        rows += recordRows.count;
        if (unjoined !== undefined && joined === undefined)
          throw new Error(`record ${id}: Got labels without their rows.`);
        if (joined !== undefined) labels = added(labels, joined);
        const segment = gather(pending, recordRows, learner.definition.segmentRows);
        if (segment !== undefined) {
          segments.push(segmentResult(paused ? learner.score(segment, paused) : learner.observe(segment)));
        }
      }
    }
    checkpoints.advance(source.shardId, source.sequenceNumber);
  }
  const version = snapshot.version + 1;
  const row = {
    model,
    version,
    committedAtMs,
    records: counts,
    rows,
    pendingRows: pending.count,
    segments,
    quality: qualityRow(learner),
    ...(labels && { labels }),
  };
  return { snapshot: { ...snapshot, version, lastCommit: row }, row };
}

function added(before: LabelCounts | undefined, more: LabelCounts): LabelCounts {
  if (before === undefined) return more;
  const { joined, unknown, late, twice } = before;
  return {
    joined: joined + more.joined,
    unknown: unknown + more.unknown,
    late: late + more.late,
    twice: twice + more.twice,
  };
}
