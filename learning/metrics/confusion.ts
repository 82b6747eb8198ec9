/** Counts of predictions against labels; the positive class is 1. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Counts `probabilities[i] >= threshold` against `labels[i]`, for the rows named, or all. */
export function confusionOf(
  labels: Uint8Array,
  probabilities: Float64Array,
  threshold: number,
  rows?: Uint32Array,
): Confusion {
  const counts = [0, 0, 0, 0];
  const counted = rows?.length ?? labels.length;
  for (let i = 0; i < counted; i++) {
    const row = rows === undefined ? i : rows[i];
    counts[labels[row] * 2 + (probabilities[row] >= threshold ? 1 : 0)]++;
  }
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** 2TP / (2TP + FP + FN); 0 where there is neither a positive nor a positive prediction, as in scikit-learn. */
export function f1Of({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/** TP / (TP + FP); 0 where nothing was predicted positive. */
export function precisionOf({ truePositives, falsePositives }: Confusion): number {
  return ratio(truePositives, truePositives + falsePositives);
}

/** TP / (TP + FN); 0 where nothing is positive. */
export function recallOf({ truePositives, falseNegatives }: Confusion): number {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Share of predictions that are right; 0 of no rows. */
export function accuracyOf(confusion: Confusion): number {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  return ratio(truePositives + trueNegatives, truePositives + falsePositives + falseNegatives + trueNegatives);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
