import type { LabelledRows } from '../labelled-rows.ts';
import { logLoss } from '../metrics/losses.ts';

/** A paired difference of log losses. */
export interface LossDifference {
  /** Over the rows, in nats; positive where the second one is better. */
  readonly sum: number;
  readonly standardError: number;
}

/** By how much the rows cost the one more than the other, a probability of label 1 for each row. */
export function lossDifference({ y }: LabelledRows, one: Float64Array, other: Float64Array): LossDifference {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const difference = logLoss(y[i], one[i]) - logLoss(y[i], other[i]);
    sum += difference;
    squares += difference * difference;
  }
  return { sum, standardError: Math.sqrt(Math.max(0, squares - (sum * sum) / y.length)) };
}

/** Whether the second one is better by more than a standard error, 1, or worse by as much, −1, or neither, 0. */
export function clearlyBetter({ sum, standardError }: LossDifference): 1 | 0 | -1 {
  if (sum > standardError) return 1;
  return sum < -standardError ? -1 : 0;
}
