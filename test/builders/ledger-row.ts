import type { LedgerRow, QualityRow, SegmentResult } from '../../learning/snapshot/ledger-row.ts';

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

export function qualityRowOf(varied: Partial<QualityRow> = {}): QualityRow {
  return {
    rows: 1_234,
    f1: 0.8,
    precision: 0.75,
    recall: 0.85,
    accuracy: 0.9,
    logLoss: 0.3,
    brier: 0.0917,
    auc: 0.9876,
    calibration: [{ rows: 1_000, meanProbability: 0.053, shareOfPositives: 0.061 }],
    threshold: 0.4172,
    members: [
      { name: 'pairs, kalman', weight: 0.81, logLoss: 0.3123 },
      { name: '<b>', weight: 0.19, logLoss: 0.4 },
    ],
    ...varied,
  };
}
