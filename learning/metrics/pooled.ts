import { accuracyOf, type Confusion, confusionOf, f1Of, precisionOf, recallOf } from './confusion.ts';
import { brierSum, logLossSum } from './losses.ts';

/** What a segment, or many together, scored. */
export interface Scored {
  readonly rows: number;
  readonly confusion: Confusion;
  readonly logLossSum: number;
  /** Sum over the rows of (p − label)². */
  readonly brierSum: number;
}

/** How a segment's probabilities score against its labels. */
export function scoredOf(labels: Uint8Array, probabilities: Float64Array, threshold: number): Scored {
  return {
    rows: labels.length,
    confusion: confusionOf(labels, probabilities, threshold),
    logLossSum: logLossSum(labels, probabilities),
    brierSum: brierSum(labels, probabilities),
  };
}

/** Scores of segments taken together, row by row; never means of means. */
export interface PooledScores extends Scored {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly accuracy: number;
  /** Mean over rows, in nats. */
  readonly logLoss: number;
  /** Mean squared error of the probabilities (Brier 1950). */
  readonly brier: number;
}

/** Scores over all rows of some segments; nothing of no rows. */
export function pooledScores(segments: Iterable<Scored>): PooledScores | undefined {
  const confusion = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  let rows = 0;
  let losses = 0;
  let squares = 0;
  for (const segment of segments) {
    rows += segment.rows;
    losses += segment.logLossSum;
    squares += segment.brierSum;
    confusion.truePositives += segment.confusion.truePositives;
    confusion.falsePositives += segment.confusion.falsePositives;
    confusion.falseNegatives += segment.confusion.falseNegatives;
    confusion.trueNegatives += segment.confusion.trueNegatives;
  }
  if (rows === 0) return undefined;
  return {
    rows,
    confusion,
    logLossSum: losses,
    brierSum: squares,
    f1: f1Of(confusion),
    precision: precisionOf(confusion),
    recall: recallOf(confusion),
    accuracy: accuracyOf(confusion),
    logLoss: losses / rows,
    brier: squares / rows,
  };
}
