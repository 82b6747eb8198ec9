import type { LabelledRows } from '../learning/labelled-rows.ts';
import type { PendingRows } from '../learning/snapshot/pending-rows.ts';

/**
 * The one rule that makes segments of records, whatever their size: rows are gathered in order until there are at
 * least `segmentRows`, and then are one segment. A record is never cut.
 *
 * @returns the segment that the rows completed, or nothing while it is still filling.
 */
export function gather(pending: PendingRows, rows: LabelledRows, segmentRows: number): LabelledRows | undefined {
  pending.add(rows);
  return pending.count >= segmentRows ? pending.takeAll() : undefined;
}
