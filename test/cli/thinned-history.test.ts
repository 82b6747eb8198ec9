import { describe, expect, it } from 'vitest';
import { ThinnedHistory } from '../../cli/thinned-history.ts';
import type { SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { judgedSegment, segmentResult, trialReading } from '../report/ledger-builder.ts';

/** So many that each two become one. */
const historyOf = (varied: readonly SegmentResult[]): readonly SegmentResult[] => {
  const history = new ThinnedHistory();
  for (let i = 0; i < 10_000; i++) history.add({ ...(varied[i] ?? judgedSegment({})), segment: i + 1 });
  return history.segments;
};

describe('a thinned history', () => {
  it('keeps every segment of a short run', () => {
    const history = new ThinnedHistory();
    for (let segment = 1; segment <= 3; segment++) history.add(segmentResult({ segment }));

    expect(history.segments.map(({ segment }) => segment)).toEqual([1, 2, 3]);
  });

  it('adds up the rows and scores of neighbours', () => {
    const segments = historyOf([]);

    expect(segments).toHaveLength(5_000);
    expect(segments[0]).toMatchObject({ segment: 2, rows: 200, logLossSum: 100, confusion: { truePositives: 80 } });
  });

  it.each([0, 1])('keeps verdict, sentence and reading of a decision, wherever of the two it is', (at) => {
    const held = judgedSegment({ surprise: 6 }, { verdict: 'held', sentence: 'held: surprise 6.0' });
    const dropped = judgedSegment({ trial: trialReading({ outcome: 'dropped' }) });
    const { verdict, sentence, reading } = historyOf(at === 0 ? [held, dropped] : [dropped, held])[0];

    expect({ verdict, sentence, reading }).toEqual({
      verdict: 'held',
      sentence: 'held: surprise 6.0',
      reading: { surprise: 6, limit: 4.2 },
    });
  });

  it('keeps how a trial ended before how it went, and that before none; its scores stay those of its own rows', () => {
    const trial = trialReading({ segments: 2, outcome: 'dropped' });
    const going = judgedSegment({ trial: trialReading() });
    const segments = historyOf([judgedSegment({ trial }), going, going, judgedSegment({})]);

    expect(segments[0].reading?.trial).toEqual(trial);
    expect(segments[1].reading?.trial).toEqual(trialReading());
    expect(segments[1].rows).toBe(200);
  });
});
