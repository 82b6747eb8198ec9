import type { Stateful } from '../state.ts';

/** The running mean of a model's weights (Polyak and Juditsky 1992), as scikit-learn keeps it. */
export interface Average extends Stateful {
  readonly coef: Float64Array;
  /** One number. */
  readonly intercept: Float64Array;
  /** Called with the number of rows learned before the segment. */
  beginSegment(rows: number): void;
  /** Whether the mean is what predicts after `rows` rows. */
  covers(rows: number): boolean;
  margin(row: Float64Array): number;
  /** Takes in the weights as they are after the t-th row, which multiplied them by `kept` before it moved them. */
  add(t: number, kept: number): void;
  /** How much of a change by the l1 penalty, which comes after the averaging, the mean takes over. */
  share(): number;
}

/** scikit-learn folds the scale of its weights into them below this. */
const SCALE_MIN = 1e-9;

/**
 * The mean of `coef` and `intercept` from row number `first` on.
 *
 * Two things follow scikit-learn 1.9 that one would not do oneself: `partial_fit` starts each call from the intercept
 * of before there was a mean, and a weight's change by l1 changes the earlier weights of the same call in the mean too.
 */
export function createAverage(coef: Float64Array, intercept: Float64Array, first: number): Average {
  const averageCoef = new Float64Array(coef.length);
  const averageIntercept = new Float64Array(1);
  const startIntercept = new Float64Array(1);
  const segmentShare = Float64Array.of(0, 1); // of the segment's weights in the mean; their scale, by l2, since its start
  const restartShare = (): void => {
    segmentShare[0] = 0;
    segmentShare[1] = 1;
  };
  return {
    state: { averageCoef, averageIntercept, startIntercept, segmentShare },
    coef: averageCoef,
    intercept: averageIntercept,
    beginSegment(rows) {
      restartShare();
      if (rows < first) startIntercept[0] = intercept[0];
      else intercept[0] = startIntercept[0];
    },
    covers: (rows) => rows >= first,
    margin(row) {
      let z = averageIntercept[0];
      for (let j = 0; j < row.length; j++) z += averageCoef[j] * row[j];
      return z;
    },
    add(t, kept) {
      segmentShare[1] *= kept;
      if (segmentShare[1] < SCALE_MIN) restartShare();
      if (t < first) return;
      const part = 1 / (t - first + 1);
      for (let j = 0; j < coef.length; j++) averageCoef[j] += part * (coef[j] - averageCoef[j]);
      averageIntercept[0] += part * (intercept[0] - averageIntercept[0]);
      segmentShare[0] += part * (segmentShare[1] - segmentShare[0]);
    },
    share: () => segmentShare[0] / segmentShare[1],
  };
}
