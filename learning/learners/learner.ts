import type { Stateful } from '../state.ts';

/**
 * A binary classifier that learns one row at a time.
 *
 * Rows are scaled features in a `Float64Array` of the learner's width. `partialFit` changes the state and returns
 * nothing; `predictProba` changes nothing. Both are called once a row, so neither allocates.
 */
export interface Learner extends Stateful {
  /** Probability that the row's label is 1. */
  predictProba(row: Float64Array): number;
  /**
   * Learns one row.
   *
   * @param label 0 or 1
   * @param weight how much the row counts: 1 is once
   */
  partialFit(row: Float64Array, label: number, weight: number): void;
}
