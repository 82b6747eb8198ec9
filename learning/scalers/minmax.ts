import type { Scaler } from './scaler.ts';

/** No measurement gets here; without it a first segment that hardly varies could scale a wild value to infinity. */
export const SCALED_MAX = 1e100;

/**
 * Brings each feature of the first segment to 0…1 and keeps that scale for ever: scikit-learn's `MinMaxScaler`,
 * fitted once, as the tutorial does. Later values may lie outside.
 *
 * A feature that is constant in the first segment is divided by 1, as scikit-learn does; one that has no value there
 * gets its scale from the first segment in which it has one, and is 0 until then.
 */
export function createMinMaxScaler(columns: Uint32Array): Scaler {
  const range = createRange(columns);
  return {
    state: range.state,
    fitSegment({ X, width, count }) {
      for (let j = 0; j < columns.length; j++) {
        if (range.isKnown(j)) continue;
        for (let i = 0; i < count; i++) range.widen(j, X[i * width + columns[j]]);
      }
    },
    fitRow() {},
    transform: range.transform,
  };
}

/**
 * Brings each feature to 0…1 by the least and the greatest value learned so far: scikit-learn's `MinMaxScaler` with
 * `partial_fit`, row by row. The scale moves with every new extreme, and the weights are not told.
 */
export function createRunningMinMaxScaler(columns: Uint32Array): Scaler {
  const range = createRange(columns);
  return {
    state: range.state,
    fitSegment() {},
    fitRow(X, offset) {
      for (let j = 0; j < columns.length; j++) range.widen(j, X[offset + columns[j]]);
    },
    transform: range.transform,
  };
}

/** The least and the greatest value of each column. */
function createRange(columns: Uint32Array) {
  const width = columns.length;
  const min = new Float64Array(width);
  const max = new Float64Array(width);
  const known = new Uint8Array(width); // whether there has been a value
  return {
    state: { min, max, known },
    isKnown: (j: number): boolean => known[j] === 1,
    widen(j: number, value: number): void {
      if (Number.isNaN(value)) return;
      if (known[j] === 0 || value < min[j]) min[j] = value;
      if (known[j] === 0 || value > max[j]) max[j] = value;
      known[j] = 1;
    },
    transform(X: Float64Array, offset: number, out: Float64Array): void {
      for (let j = 0; j < width; j++) {
        const span = max[j] - min[j];
        const scaled = (X[offset + columns[j]] - min[j]) / (span === 0 ? 1 : span);
        const kept = known[j] === 0 || Number.isNaN(scaled) ? 0 : scaled;
        out[j] = kept > SCALED_MAX ? SCALED_MAX : kept < -SCALED_MAX ? -SCALED_MAX : kept;
      }
    },
  };
}
