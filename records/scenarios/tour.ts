import type { LabelledRows } from '../../learning/labelled-rows.ts';
import type { Scenario } from './scenario.ts';
import { tutorialConcept, tutorialRows } from './tutorial.ts';

/**
 * What a gate is for, in one stream: for a while nothing happens, then a burst of records has its labels flipped,
 * and later the world changes for good.
 */
export const tour: Scenario = {
  description: 'a burst of label-flipped records, and later an abrupt change of concept',
  model: 'clicks',
  encoding: 'binary',
  rows(seed, index, length) {
    const position = index % length;
    const { burst, change } = events(length);
    const rows = tutorialRows(tutorialConcept(seed, position < change ? 'A' : 'B'), seed, index);
    return position >= burst.from && position < burst.to ? withFlippedLabels(rows) : rows;
  },
  truth(length) {
    const { burst, change } = events(length);
    return [
      { kind: 'concept', from: 0, to: change, label: 'concept A' },
      { kind: 'concept', from: change, to: length, label: 'concept B' },
      { kind: 'harmful', ...burst, label: 'labels flipped' },
    ];
  },
};

/** More in a row could not be told from a change of the world. */
const BURST_MAX = 5;

/** The burst is 2 % of the stream, five records at most, at three tenths of it; the change comes at six tenths. */
function events(length: number): { burst: { from: number; to: number }; change: number } {
  const from = Math.floor(0.3 * length);
  return {
    burst: { from, to: from + Math.min(BURST_MAX, Math.max(1, Math.round(0.02 * length))) },
    change: Math.floor(0.6 * length),
  };
}

function withFlippedLabels(rows: LabelledRows): LabelledRows {
  return { ...rows, y: rows.y.map((label) => 1 - label) };
}
