import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { decisionsOf } from '../report/decisions.ts';
import { counted } from '../report/numbers.ts';

const SHOWN_MAX = 8;

/** The latest decisions of a gate, each in its own sentence, and how many there were before them; nothing of a quiet stream. */
export function decisionLines(segments: readonly SegmentResult[]): string[] {
  const decided = segments.filter((segment) => decisionsOf(segment).length > 0);
  const before = decided.length - SHOWN_MAX;
  const lines = decided.slice(-SHOWN_MAX).map(({ segment, sentence }) => `segment ${segment} ${sentence}`);
  return before > 0 ? [`${counted(before, 'decision')} before these`, ...lines] : lines;
}
