import type { LabelledRows } from '../labelled-rows.ts';
import type { Stateful } from '../state.ts';

/**
 * Brings numeric features to one size before a learner sees them. Never looks at a label.
 *
 * It is made for some columns of raw rows. NaN is a missing value: it is skipped in fitting, and scaled to 0.
 */
export interface Scaler extends Stateful {
  /** Called with each segment that is going to be learned, before its rows are. */
  fitSegment(rows: LabelledRows): void;
  /** Called with each row that is going to be learned, before `transform` of that row. `X` from `offset`. */
  fitRow(X: Float64Array, offset: number): void;
  /** Writes the scaled columns into the beginning of `out`. Allocates nothing, changes no state. */
  transform(X: Float64Array, offset: number, out: Float64Array): void;
}
