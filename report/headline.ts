import { type History, summaryOfHistory } from './history.ts';
import { count, counted, decimals, roughCount } from './numbers.ts';
import type { Summary } from './summary.ts';

/** What happened, in one sentence. */
export function headline(history: History): string {
  const summary = summaryOfHistory(history);
  const { segments, records, f1 } = summary;
  const judged = judgedSegments(summary);
  if (judged > 0) {
    return (
      `${count(segments.accepted)} of ${counted(judged, 'segment')} accepted; ` +
      `F1 ${decimals(f1, 2)} over ${roughCount(summary.rows)} rows.`
    );
  }
  const pending = history.latest.at(-1)?.pendingRows ?? 0;
  if (pending > 0)
    return `No segment yet: ${counted(pending, 'row')} of ${counted(records.taken, 'record')} wait for the first to fill.`;
  if (records.quarantined > 0)
    return `No segment yet: ${counted(records.quarantined, 'record')} came, none could be read.`;
  return 'Nothing has come yet.';
}

/** Segments with any verdict. */
export function judgedSegments({ segments }: Summary): number {
  return segments.accepted + segments.held + segments.rejected + segments.promoted;
}
