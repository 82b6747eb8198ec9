import type { VerdictKind } from '../learning/gates/gate.ts';
import { pooledScores, type Scored } from '../learning/metrics/pooled.ts';
import type { LedgerRow, RecordCounts, SegmentResult } from '../learning/snapshot/ledger-row.ts';

/** What a ledger comes to. Scores are prequential, pooled over all its segments; null while there is no segment. */
export interface Summary {
  readonly records: RecordCounts;
  /** How many segments got each verdict. */
  readonly segments: Readonly<Record<VerdictKind, number>>;
  /** Rows judged, in segments. */
  readonly rows: number;
  /** Rows of the records taken, those that wait for their segment included. */
  readonly rowsTaken: number;
  /** Of the last commit; 0 before the first. */
  readonly version: number;
  readonly f1: number | null;
  readonly accuracy: number | null;
  /** Mean over the rows, in nats. */
  readonly logLoss: number | null;
}

/**
 * Adds up ledger rows, given in order of version.
 *
 * F1 and accuracy are those of the pooled counts, not means over segments; so log loss is a mean over rows.
 */
export function summarise(rows: readonly LedgerRow[]): Summary {
  return summaryOf(rows.reduce(plusRow, NO_TOTALS));
}

/** What a summary is made of: all of it can be added to. */
export interface Totals extends Pick<Summary, 'records' | 'segments' | 'rowsTaken' | 'version'> {
  /** All segments together. */
  readonly scored: Scored | null;
}

export const NO_TOTALS: Totals = {
  records: { taken: 0, duplicates: 0, quarantined: 0 },
  segments: { accepted: 0, held: 0, rejected: 0, promoted: 0 },
  rowsTaken: 0,
  version: 0,
  scored: null,
};

/** The totals after one more row. */
export function plusRow(totals: Totals, { records, segments, rows, version }: LedgerRow): Totals {
  const scored = pooledScores(totals.scored === null ? segments : [totals.scored, ...segments]);
  return {
    records: {
      taken: totals.records.taken + records.taken,
      duplicates: totals.records.duplicates + records.duplicates,
      quarantined: totals.records.quarantined + records.quarantined,
    },
    segments: countVerdicts(segments, totals.segments),
    rowsTaken: totals.rowsTaken + rows,
    version,
    scored: scored === undefined ? null : scoredOnly(scored),
  };
}

export function summaryOf({ scored, ...totals }: Totals): Summary {
  const scores = scored === null ? undefined : pooledScores([scored]);
  return {
    ...totals,
    rows: scores?.rows ?? 0,
    f1: scores?.f1 ?? null,
    accuracy: scores?.accuracy ?? null,
    logLoss: scores?.logLoss ?? null,
  };
}

/** All segments of a ledger, in the order in which they were judged. */
export function segmentsOf(rows: readonly LedgerRow[]): readonly SegmentResult[] {
  return rows.flatMap(({ segments }) => segments);
}

/** How many segments got each verdict, with those of before. */
export function countVerdicts(
  segments: readonly Pick<SegmentResult, 'verdict'>[],
  before = NO_TOTALS.segments,
): Readonly<Record<VerdictKind, number>> {
  const counts = { ...before };
  for (const { verdict } of segments) counts[verdict] += 1;
  return counts;
}

function scoredOnly({ rows, confusion, logLossSum, brierSum }: Scored): Scored {
  return { rows, confusion, logLossSum, brierSum };
}
