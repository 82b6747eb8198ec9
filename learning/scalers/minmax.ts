import type { Scaler } from './scaler.ts';

/** No measurement gets here; without it a first segment that hardly varies could scale a wild value to infinity. */
const SCALED_MAX = 1e100;

/**
 * Brings each feature of the first segment to 0…1 and keeps that scale for ever: scikit-learn's `MinMaxScaler`,
 * fitted once, as the tutorial does. Later values may lie outside.
 *
 * A feature that is constant in the first segment is divided by 1, as scikit-learn does.
 */
export function createMinMaxScaler(width: number): Scaler {
  const min = new Float64Array(width);
  const max = new Float64Array(width);
  const fitted = new Uint8Array(1);
  return {
    state: { min, max, fitted },
    fitSegment({ X, count }) {
      if (fitted[0] === 1) return;
      fitted[0] = 1;
      min.fill(Number.POSITIVE_INFINITY);
      max.fill(Number.NEGATIVE_INFINITY);
      for (let i = 0; i < count * width; i++) {
        const j = i % width;
        if (X[i] < min[j]) min[j] = X[i];
        if (X[i] > max[j]) max[j] = X[i];
      }
    },
    fitRow() {},
    transform(X, offset, out) {
      for (let j = 0; j < width; j++) {
        const range = max[j] - min[j];
        const scaled = fitted[0] === 1 ? (X[offset + j] - min[j]) / (range === 0 ? 1 : range) : 0;
        out[j] = scaled > SCALED_MAX ? SCALED_MAX : scaled < -SCALED_MAX ? -SCALED_MAX : scaled;
      }
    },
  };
}
