import type { LabelledRows } from '../labelled-rows.ts';
import type { Stateful } from '../state.ts';

/** Brings features to one size before a learner sees them. Never looks at a label. */
export interface Scaler extends Stateful {
  /** Called with each segment that is going to be learned, before its rows are. */
  fitSegment(rows: LabelledRows): void;
  /** Called with each row that is going to be learned, before `transform` of that row. `X` from `offset`. */
  fitRow(X: Float64Array, offset: number): void;
  /** Writes the scaled row into `out`, whose length is the width. Allocates nothing, changes no state. */
  transform(X: Float64Array, offset: number, out: Float64Array): void;
}
