import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitKey, itemsOf, rowsOf, versionOf } from '../../../lambdas/aws/ledger-item.ts';
import { detectorNames } from '../../../learning/drift/registry.ts';
import { verdictKinds } from '../../../learning/gates/gate.ts';
import { ledgerRowOf, segmentResultOf } from '../../builders/ledger-row.ts';

const count = fc.nat(1_000_000);
const nats = fc.double({ min: 0, max: 1e12, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const confusion = fc.record({
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
});
const side = fc.record({ confusion, logLossSum: nats });
const f1 = fc.record({ champion: share, challenger: share });
const anyTrial = fc.record({ segments: count, evidence: nats, share, f1, champion: side, challenger: side });
const anyReading = fc.record({ surprise: nats, limit: nats, trial: anyTrial }, { requiredKeys: ['surprise', 'limit'] });
const anySegment = fc.record(
  {
    segment: count,
    rows: count,
    verdict: fc.constantFrom(...verdictKinds),
    sentence: fc.string({ unit: 'grapheme' }),
    confusion,
    logLossSum: nats,
    brierSum: nats,
    auc: fc.option(share),
    drift: fc.subarray([...detectorNames]),
    reading: anyReading,
  },
  { requiredKeys: ['segment', 'rows', 'verdict', 'sentence', 'confusion', 'logLossSum', 'brierSum', 'auc', 'drift'] },
);
const anyQuality = fc.record({
  rows: count,
  f1: share,
  precision: share,
  recall: share,
  accuracy: share,
  logLoss: share,
  brier: share,
  auc: fc.option(share),
  calibration: fc.array(fc.record({ rows: count, meanProbability: share, shareOfPositives: share })),
  threshold: share,
  members: fc.array(fc.record({ name: fc.string(), weight: share, logLoss: share })),
});
const anyChange = fc.oneof(
  fc.record({ kind: fc.constantFrom('restored' as const, 'rolledBack' as const), from: count }),
  fc.record({ kind: fc.constant('pinned' as const), to: count }),
  fc.record({ kind: fc.constantFrom(...(['reset', 'unpinned', 'promoted', 'dropped', 'paused', 'resumed'] as const)) }),
);
const anyAuthor = fc.record({ actor: fc.string(), reason: fc.string() }, { requiredKeys: [] });
const anyOperation = fc.tuple(anyChange, anyAuthor).map(([change, author]) => ({ ...change, ...author }));
const anyLabels = fc.record({ joined: count, unknown: count, late: count, twice: count });
const anyCommit = {
  model: fc.constantFrom('clicks', 'a-b-1'),
  version: fc.integer({ min: 1, max: 999_999_999_999 }),
  committedAtMs: fc.integer({ min: 0, max: 4e12 }),
  records: fc.record({ taken: count, duplicates: count, quarantined: count }),
  rows: count,
  pendingRows: count,
  segments: fc.array(anySegment),
  quality: fc.option(anyQuality),
};
const anyRow = fc.oneof(
  fc.record(anyCommit),
  fc.record({ ...anyCommit, operation: anyOperation }),
  fc.record({ ...anyCommit, labels: anyLabels }),
);

/** A row whose segments fill so many items. */
function bigRow(version: number, parts: number) {
  const sentence = 'x'.repeat(100_000); // three of them fit into an item
  const segments = Array.from({ length: 3 * parts }, (_, i) => segmentResultOf({ segment: i + 1, sentence }));
  return ledgerRowOf({ version, segments });
}

const sorted = (items: ReturnType<typeof itemsOf>) =>
  [...items].sort((a, b) => ((a.commit.S as string) < (b.commit.S as string) ? -1 : 1));

describe('items of a ledger row', () => {
  it('read as the row that was written', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(rowsOf(itemsOf(row))).toEqual([row]);
      }),
    );
  });

  it('are the same for the same row', () => {
    expect(itemsOf(bigRow(7, 3))).toEqual(itemsOf(bigRow(7, 3)));
  });

  it('are one under the size of an item, and more beyond, each under 400 kB', () => {
    expect(itemsOf(ledgerRowOf())).toHaveLength(1);
    const items = itemsOf(bigRow(7, 3));
    expect(items.map(({ commit }) => commit.S)).toEqual(['000000000007', '000000000007#001', '000000000007#002']);
    for (const item of items) expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(400_000);
  });

  it('count bytes, not characters', () => {
    const sentence = '€'.repeat(100_000); // three bytes each
    const items = itemsOf(ledgerRowOf({ segments: [segmentResultOf({ sentence }), segmentResultOf({ sentence })] }));
    expect(items).toHaveLength(2);
  });

  it('sort by version, and by part, also beyond ten of each', () => {
    const rows = [bigRow(9, 12), bigRow(10, 2), bigRow(100, 1)];
    expect(rowsOf(sorted(rows.flatMap(itemsOf).reverse()))).toEqual(rows);
  });

  it.each([1, 2])('are refused when part %i is missing, whatever follows', (missing) => {
    const [row, next] = [bigRow(7, 3), bigRow(8, 2)];
    const items = itemsOf(row).filter((_, part) => part !== missing);
    const message = `ledger: version 7 is incomplete: part ${missing} of 3 is missing`;
    expect(() => rowsOf(items)).toThrow(message);
    expect(() => rowsOf([...items, ...itemsOf(next)])).toThrow(message);
  });

  it('that lack their first are no row yet', () => {
    expect(rowsOf(itemsOf(bigRow(7, 3)).slice(1))).toEqual([]);
  });

  it('with a verdict that nobody knows are refused', () => {
    const [item] = itemsOf(ledgerRowOf());
    const segments = { S: (item.segments.S as string).replace('"accepted"', '"guessed"') };
    expect(() => rowsOf([{ ...item, segments }])).toThrow('ledger: expected a verdict, got "guessed"');
  });
});

it('an item tells the version that it is a part of', () => {
  expect(itemsOf(bigRow(12, 2)).map(versionOf)).toEqual([12, 12]);
});

it('keys of commits sort as their versions do', () => {
  const versions = [1, 2, 9, 10, 99, 100, 123_456_789_012];
  expect(versions.map(commitKey).sort()).toEqual(versions.map(commitKey));
});
