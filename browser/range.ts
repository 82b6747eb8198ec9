import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { Shown } from '../report/segment-picture.ts';

/** Fewer segments say nothing. */
const SHOWN_MIN = 10;

/** A range `factor` times as wide, around the middle, or the chosen segment where that is in sight; within the whole. */
export function zoomed(shown: Shown, whole: Shown, chosen: number | undefined, factor: number): Shown | undefined {
  const width = Math.max(SHOWN_MIN, Math.round((shown.to - shown.from + 1) * factor));
  if (width >= whole.to - whole.from + 1) return undefined;
  const inSight = chosen !== undefined && chosen >= shown.from && chosen <= shown.to;
  const middle = inSight ? chosen : (shown.from + shown.to) / 2;
  const from = Math.max(whole.from, Math.min(whole.to + 1 - width, Math.round(middle - width / 2)));
  return { from, to: from + width - 1 };
}

/** The segment with a number, or of those there are, in order, the one nearest to it. */
export function nearestSegment(segments: readonly SegmentResult[], number: number): SegmentResult | undefined {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle].segment < number) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [segments[low - 1], segments[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return number - before.segment < after.segment - number ? before : after;
}
