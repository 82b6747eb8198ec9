import { describe, expect, it } from 'vitest';
import { headline } from '../../report/headline.ts';
import { historyOf } from '../../report/history.ts';
import { count, counted, decimals, duration, instant, percent, roughCount } from '../../report/numbers.ts';
import { inWords } from '../../report/settings.ts';
import { ledgerRow, segmentResult, tourLedger } from './ledger-builder.ts';

describe('the sentence of a report', () => {
  it('says how many segments were accepted, and how good the model was', () => {
    const { rows } = tourLedger(10_000, 400);

    expect(headline(historyOf(rows))).toMatch(
      /^9,\d{3} of 10,000 segments accepted; F1 0\.\d\d over 1\.0\d million rows\.$/,
    );
  });

  it.each([
    ['one segment', ledgerRow({ segments: [segmentResult()] }), '1 of 1 segment accepted; F1 0.80 over 100 rows.'],
    [
      'none accepted',
      ledgerRow({ segments: [segmentResult({ verdict: 'rejected' })] }),
      '0 of 1 segment accepted; F1 0.80 over 100 rows.',
    ],
    [
      'rows that wait',
      ledgerRow({ records: { taken: 3, duplicates: 0, quarantined: 1 }, rows: 43, pendingRows: 43 }),
      'No segment yet: 43 rows of 3 records wait for the first to fill.',
    ],
    [
      'quarantined records only',
      ledgerRow({ records: { taken: 0, duplicates: 0, quarantined: 12 }, rows: 0 }),
      'No segment yet: 12 records came, none could be read.',
    ],
  ])('has words for %s', (_, row, sentence) => {
    expect(headline(historyOf([row]))).toBe(sentence);
  });

  it('has words for an empty ledger', () => {
    expect(headline(historyOf([]))).toBe('Nothing has come yet.');
  });
});

describe('numbers', () => {
  it('are grouped by thousands, and rounded to a size from a million on', () => {
    expect([-4, 0, 999, 1000, 1_049_871].map(count)).toEqual(['−4', '0', '999', '1,000', '1,049,871']);
    expect([999_999, 1_049_871].map(roughCount)).toEqual(['999,999', '1.05 million']);
    expect([counted(1, 'segment'), counted(2000, 'segment')]).toEqual(['1 segment', '2,000 segments']);
  });

  it('are a dash where there is none', () => {
    expect([decimals(0.8312), decimals(null), decimals(Number.NaN), decimals(-0.5, 1)]).toEqual([
      '0.831',
      '–',
      '–',
      '−0.5',
    ]);
  });

  it('of seconds are as fine as they are small', () => {
    expect([0.031, 4.17, 9.96, 42, 99.97, 119.97, 664].map(duration)).toEqual([
      '0.03 s',
      '4.2 s',
      '10.0 s',
      '42.0 s',
      '100 s',
      '120 s',
      '11 min 4 s',
    ]);
  });

  it('of instants are in UTC, and of shares in percent', () => {
    expect(instant(Date.UTC(2026, 10, 24, 8, 19, 3, 999))).toBe('2026-11-24 08:19:03 UTC');
    expect([0, 1 / 3, 1].map(percent)).toEqual(['0%', '33.33%', '100%']);
  });
});

describe('settings in words', () => {
  it('name every option of a learner', () => {
    expect(inWords({ name: 'sgd', eta0: 0.05, classWeight: { '0': 1, '1': 9 } })).toBe(
      'sgd, eta0 0.05, class weight 0 1, 1 9',
    );
  });

  it('cut long lists', () => {
    const features = Array.from({ length: 2000 }, (_, i) => `x${i}`);

    expect(inWords(features)).toBe('x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11 and 1,988 more');
  });
});
