import type { VerdictKind } from '../learning/gates/gate.ts';
import { f1Of } from '../learning/metrics/confusion.ts';
import type { LedgerRow, SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import { counted } from '../report/numbers.ts';
import { coloured, type Tone } from './colour.ts';
import { labelsInWords } from './labels-in-words.ts';

const tones: Record<VerdictKind, Tone> = { accepted: 'good', held: 'undecided', rejected: 'bad', promoted: 'news' };

/**
 * A commit for people: a line for what somebody did, for each segment with its scores and the gate's sentence, and for
 * records that made no segment.
 */
export function commitLines(row: LedgerRow): string[] {
  const { model, version, committedAtMs, records, segments, pendingRows, operation, labels } = row;
  const at = new Date(committedAtMs).toISOString().slice(0, 19).replace('T', ' ');
  const line = (text: string): string => `${coloured('quiet', at)}  ${model} v${version}  ${text}`;
  const lines = segments.map((segment) => line(segmentText(segment)));
  if (operation !== undefined) lines.unshift(line(coloured('news', operationInWords(operation))));
  if (labels !== undefined) lines.push(line(labelsInWords(labels)));
  const odd = records.duplicates + records.quarantined > 0;
  if (odd || (segments.length === 0 && operation === undefined)) {
    const { taken, duplicates, quarantined } = records;
    const lost = coloured(quarantined > 0 ? 'bad' : 'quiet', `${quarantined} quarantined`);
    const waiting = `${counted(pendingRows, 'row')} ${pendingRows === 1 ? 'waits' : 'wait'}`;
    lines.push(
      line(`${counted(taken, 'record')} taken, ${counted(duplicates, 'duplicate')}, ${lost}; ${waiting} for a segment`),
    );
  }
  return lines;
}

function segmentText({ segment, rows, verdict, sentence, confusion, logLossSum, drift }: SegmentResult): string {
  const scores = `F1 ${f1Of(confusion).toFixed(3)}, log loss ${(logLossSum / rows).toFixed(3)}, ${rows} rows`;
  const moved = drift.length === 0 ? '' : `; drift by ${drift.join(', ')}`;
  return `segment ${segment}: ${scores}: ${coloured(tones[verdict], sentence)}${moved}`;
}
