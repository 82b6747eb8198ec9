import type { Scaler } from './scaler.ts';

/** Beyond eight standard deviations a value says "far out", not how far: one wild row must not throw the weights. */
export const CLIP = 8;

/** Nothing measured varies less; below it 1 / √variance could be infinite. */
const VARIANCE_MIN = 1e-300;

/**
 * Brings each feature to mean 0 and variance 1 by what has been learned so far: scikit-learn's `StandardScaler` with
 * `partial_fit`, row by row (Welford 1962), clipped to ±8.
 *
 * A feature that has not varied yet is divided by 1; one that has never had a value is 0.
 */
export function createStandardScaler(columns: Uint32Array): Scaler {
  const width = columns.length;
  const seen = new Float64Array(width);
  const mean = new Float64Array(width);
  const squares = new Float64Array(width); // Σ (x − mean)²
  const factor = new Float64Array(width); // 1 / standard deviation: kept, because rows are scaled twice as often as fitted
  return {
    state: { seen, mean, squares, factor },
    fitSegment() {},
    fitRow(X, offset) {
      let n = 0;
      let share = 0; // 1 / n; mostly one n for all columns
      for (let j = 0; j < width; j++) {
        const value = X[offset + columns[j]];
        if (Number.isNaN(value)) continue;
        seen[j] += 1;
        if (seen[j] !== n) {
          n = seen[j];
          share = 1 / n;
        }
        const delta = value - mean[j];
        mean[j] += delta * share;
        squares[j] += delta * (value - mean[j]);
        factor[j] = squares[j] > n * VARIANCE_MIN ? Math.sqrt(n / squares[j]) : 1;
      }
    },
    transform(X, offset, out) {
      for (let j = 0; j < width; j++) {
        const scaled = (X[offset + columns[j]] - mean[j]) * factor[j];
        out[j] = scaled > CLIP ? CLIP : scaled < -CLIP ? -CLIP : Number.isNaN(scaled) ? 0 : scaled;
      }
    },
  };
}
