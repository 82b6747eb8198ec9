import { describe, expect, it } from 'vitest';
import { summarise } from '../../report/summary.ts';
import { ledgerRow, segmentResult } from './ledger-builder.ts';

describe('the summary of a ledger', () => {
  it('pools the counts of all segments, so that a row weighs the same in each', () => {
    const small = segmentResult({
      rows: 10,
      confusion: { truePositives: 1, falsePositives: 2, falseNegatives: 3, trueNegatives: 4 },
      logLossSum: 9,
    });
    const large = segmentResult({
      segment: 2,
      rows: 90,
      confusion: { truePositives: 40, falsePositives: 8, falseNegatives: 2, trueNegatives: 40 },
      logLossSum: 31,
    });

    const summary = summarise([ledgerRow({ segments: [small] }), ledgerRow({ version: 2, segments: [large] })]);

    expect(summary.f1).toBeCloseTo(82 / 97, 12); // 2 · 41 / (2 · 41 + 10 + 5)
    expect(summary.accuracy).toBeCloseTo(85 / 100, 12);
    expect(summary.logLoss).toBeCloseTo(40 / 100, 12);
    expect(summary.rows).toBe(100);
  });

  it('counts every record and every verdict once', () => {
    const verdicts = ['accepted', 'held', 'held', 'promoted', 'accepted', 'rejected', 'accepted'] as const;
    const rows = [
      ledgerRow({ version: 1, records: { taken: 5, duplicates: 1, quarantined: 0 }, rows: 500 }),
      ledgerRow({
        version: 2,
        records: { taken: 3, duplicates: 0, quarantined: 4 },
        rows: 320,
        pendingRows: 20,
        segments: verdicts.map((verdict, i) => segmentResult({ segment: i + 1, verdict })),
      }),
    ];

    expect(summarise(rows)).toMatchObject({
      records: { taken: 8, duplicates: 1, quarantined: 4 },
      segments: { accepted: 3, held: 2, rejected: 1, promoted: 1 },
      rows: 700,
      rowsTaken: 820,
      version: 2,
    });
  });

  it('has no scores, rather than scores of 0, before the first segment', () => {
    expect(summarise([])).toEqual({
      records: { taken: 0, duplicates: 0, quarantined: 0 },
      segments: { accepted: 0, held: 0, rejected: 0, promoted: 0 },
      rows: 0,
      rowsTaken: 0,
      version: 0,
      f1: null,
      accuracy: null,
      logLoss: null,
    });
  });
});
