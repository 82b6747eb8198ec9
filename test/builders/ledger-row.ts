import type { LedgerRow, SegmentResult } from '../../learning/snapshot/ledger-row.ts';

export function segmentResultOf(varied: Partial<SegmentResult> = {}): SegmentResult {
  return {
    segment: 1,
    rows: 10,
    verdict: 'accepted',
    sentence: 'accepted: there is no gate',
    confusion: { truePositives: 4, falsePositives: 1, falseNegatives: 2, trueNegatives: 3 },
    logLossSum: 5.25,
    brierSum: 1.5,
    auc: 0.75,
    drift: [],
    ...varied,
  };
}

export function ledgerRowOf(varied: Partial<LedgerRow> = {}): LedgerRow {
  return {
    model: 'clicks',
    version: 1,
    committedAtMs: Date.UTC(2026, 0, 1),
    records: { taken: 3, duplicates: 2, quarantined: 1 },
    rows: 12,
    pendingRows: 2,
    segments: [segmentResultOf()],
    quality: null,
    ...varied,
  };
}
