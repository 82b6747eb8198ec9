import type { SideScores } from '../learning/gates/gate.ts';
import { accuracyOf, type Confusion, f1Of } from '../learning/metrics/confusion.ts';

/** A score that the report draws: of what was served of a segment, and of each side of a trial. */
export interface Metric {
  readonly name: string;
  /** Unit, and which way is better. */
  readonly unit: string;
  readonly most: number;
  of(scores: SideScores): number;
  /** What a model would score that knows nothing but the share of positives. */
  baseline(pooled: Confusion): number;
  readonly baselineName: string;
}

/** In the order of their pictures. */
export const metrics: readonly Metric[] = [
  {
    name: 'F1',
    unit: '0 to 1, higher is better',
    most: 1,
    of: ({ confusion }) => f1Of(confusion),
    baseline: (pooled) => f1Of({ ...pooled, ...allPositive(pooled) }),
    baselineName: 'always 1',
  },
  {
    name: 'Log loss',
    unit: 'nats a row, lower is better',
    most: Number.POSITIVE_INFINITY,
    of: ({ logLossSum, confusion }) => logLossSum / rowsIn(confusion),
    baseline: (pooled) => entropy(positiveShare(pooled)),
    baselineName: 'base rate',
  },
  {
    name: 'Accuracy',
    unit: 'share of rows, higher is better',
    most: 1,
    of: ({ confusion }) => accuracyOf(confusion),
    baseline: (pooled) => Math.max(positiveShare(pooled), 1 - positiveShare(pooled)),
    baselineName: 'commoner label',
  },
];

/** Not a segment's `rows`: a side of a trial has its own, fewer where segments were put together. */
function rowsIn({ truePositives, falsePositives, falseNegatives, trueNegatives }: Confusion): number {
  return truePositives + falsePositives + falseNegatives + trueNegatives;
}

function allPositive({ truePositives, falsePositives, falseNegatives, trueNegatives }: Confusion): Partial<Confusion> {
  return {
    truePositives: truePositives + falseNegatives,
    falsePositives: falsePositives + trueNegatives,
    falseNegatives: 0,
    trueNegatives: 0,
  };
}

/** Of labels, not of predictions. */
function positiveShare(confusion: Confusion): number {
  return (confusion.truePositives + confusion.falseNegatives) / rowsIn(confusion);
}

/** −p ln p − (1 − p) ln(1 − p), in nats. */
function entropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
