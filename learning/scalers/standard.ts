import type { Scaler } from './scaler.ts';

/** Beyond eight standard deviations a value says "far out", not how far: one wild row must not throw the weights. */
const CLIP = 8;

/**
 * Brings each feature to mean 0 and variance 1 by what has been learned so far: scikit-learn's `StandardScaler` with
 * `partial_fit`, row by row (Welford 1962), clipped to ±8.
 *
 * A feature that has not varied yet is divided by 1.
 */
export function createStandardScaler(width: number): Scaler {
  const seen = new Float64Array(1);
  const mean = new Float64Array(width);
  const squares = new Float64Array(width); // Σ (x − mean)²
  return {
    state: { seen, mean, squares },
    fitSegment() {},
    fitRow(X, offset) {
      const n = ++seen[0];
      for (let j = 0; j < width; j++) {
        const delta = X[offset + j] - mean[j];
        mean[j] += delta / n;
        squares[j] += delta * (X[offset + j] - mean[j]);
      }
    },
    transform(X, offset, out) {
      const n = seen[0];
      for (let j = 0; j < width; j++) {
        const variance = n === 0 ? 0 : squares[j] / n;
        const scaled = n === 0 ? 0 : (X[offset + j] - mean[j]) / (variance > 0 ? Math.sqrt(variance) : 1);
        out[j] = scaled > CLIP ? CLIP : scaled < -CLIP ? -CLIP : scaled;
      }
    },
  };
}
