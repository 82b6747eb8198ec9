import type { VerdictKind } from '../learning/gates/gate.ts';
import { pooledScores } from '../learning/metrics/pooled.ts';
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
  const segments = segmentsOf(rows);
  const scores = pooledScores(segments);
  return {
    records: {
      taken: total(rows, ({ records }) => records.taken),
      duplicates: total(rows, ({ records }) => records.duplicates),
      quarantined: total(rows, ({ records }) => records.quarantined),
    },
    segments: countVerdicts(segments),
    rows: scores?.rows ?? 0,
    rowsTaken: total(rows, ({ rows }) => rows),
    version: rows.at(-1)?.version ?? 0,
    f1: scores?.f1 ?? null,
    accuracy: scores?.accuracy ?? null,
    logLoss: scores?.logLoss ?? null,
  };
}

/** All segments of a ledger, in the order in which they were judged. */
export function segmentsOf(rows: readonly LedgerRow[]): readonly SegmentResult[] {
  return rows.flatMap(({ segments }) => segments);
}

function countVerdicts(segments: readonly SegmentResult[]): Record<VerdictKind, number> {
  const counts = { accepted: 0, held: 0, rejected: 0, promoted: 0 };
  for (const { verdict } of segments) counts[verdict] += 1;
  return counts;
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
