import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../report/decisions.ts';
import { extended, historyOf, NO_HISTORY, summaryOfHistory } from '../../report/history.ts';
import { packHistory, unpackHistory } from '../../report/packed-history.ts';
import { segmentsOf, summarise } from '../../report/summary.ts';
import { ledgerRow, segmentResult, tourLedger } from './ledger-builder.ts';

describe('the history of a ledger', () => {
  it('is the same, however its rows came', () => {
    const { rows } = tourLedger(300, 60);

    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), 60];
        const grown = edges
          .slice(1)
          .reduce((history, to, i) => extended(history, rows.slice(edges[i], to)), NO_HISTORY);
        expect(grown.segments).toEqual(segmentsOf(rows));
        expect(grown.totals.records).toEqual(summarise(rows).records);
        expect(summaryOfHistory(grown).logLoss).toBeCloseTo(summarise(rows).logLoss as number, 12);
        expect(grown.progress).toEqual(historyOf(rows).progress);
        expect(grown.latest).toEqual(historyOf(rows).latest);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the latest ten thousand segments and the decisions before them, of three hundred thousand, and sums of all', () => {
    let history = NO_HISTORY;
    for (let from = 0; from < 300_000; from += 1_000) {
      const segments = Array.from({ length: 1_000 }, (_, i) =>
        segmentResult({ segment: from + i + 1, verdict: i === 7 ? 'held' : 'accepted' }),
      );
      history = extended(history, [ledgerRow({ version: from / 1_000 + 1, segments })]);
    }

    const numbers = history.segments.map(({ segment }) => segment);
    expect(numbers.length).toBeLessThanOrEqual(20_000);
    expect(numbers.slice(-10_000)).toEqual(Array.from({ length: 10_000 }, (_, i) => 290_001 + i));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(history.segments.filter((result) => decisionsOf(result).length > 0)).toHaveLength(300);
    expect(summaryOfHistory(history).segments).toMatchObject({ accepted: 299_700, held: 300 });
  });

  it('remembers what somebody did longer than commits', () => {
    const operated = ledgerRow({ version: 2, operation: { kind: 'reset' } });
    const others = Array.from({ length: 100 }, (_, i) => ledgerRow({ version: i + 3 }));

    const { latest } = historyOf([ledgerRow(), operated, ...others]);

    expect(latest.map(({ version }) => version)).toEqual([2, ...Array.from({ length: 20 }, (_, i) => 83 + i)]);
  });

  it('lists what a rollback undid as undone, and counts it no more; what was set stays set', () => {
    const history = historyOf([
      ledgerRow({ segments: [segmentResult()] }),
      ledgerRow({ version: 2, committedAtMs: 5, operation: { kind: 'paused', actor: 'ada' } }),
      ledgerRow({ version: 3, segments: [segmentResult({ segment: 2 })] }),
      ledgerRow({ version: 4, operation: { kind: 'rolledBack', from: 1, actor: 'ben' } }),
    ]);

    expect(history.latest.filter(({ undone }) => undone).map(({ version }) => version)).toEqual([3]);
    expect(history.segments.map(({ segment }) => segment)).toEqual([1]);
    expect(history.steering).toEqual({ paused: { atMs: 5, actor: 'ada' } });
  });

  it('comes out of its packing as it went in, to what can be seen', () => {
    const history = historyOf(tourLedger(400, 40).rows);

    const back = unpackHistory(JSON.parse(JSON.stringify(packHistory(history))));

    expect(back.totals).toEqual(history.totals);
    back.segments.forEach((result, i) => {
      const { logLossSum, brierSum, reading, ...exact } = history.segments[i];
      expect(result).toMatchObject(exact);
      expect(result.logLossSum).toBeCloseTo(logLossSum, 3);
      expect(result.brierSum).toBeCloseTo(brierSum, 3);
      expect(result.reading?.surprise).toBeCloseTo(reading?.surprise as number, 3);
      expect(result.reading?.trial?.evidence ?? 0).toBeCloseTo(reading?.trial?.evidence ?? 0, 3);
      expect(result.reading?.trial?.outcome).toBe(reading?.trial?.outcome);
    });
  });

  it('brings what is no number back as none', () => {
    const broken = segmentResult({ logLossSum: Number.POSITIVE_INFINITY });
    const [result] = unpackHistory(
      JSON.parse(JSON.stringify(packHistory(historyOf([ledgerRow({ segments: [broken] })])))),
    ).segments;

    expect(result.logLossSum).toBeNaN();
  });
});
