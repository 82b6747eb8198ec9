import type { Scaler } from './scaler.ts';

/** Leaves features as they are, for those who have scaled them themselves. A missing value is 0. */
export function createNoScaler(columns: Uint32Array): Scaler {
  return {
    state: {},
    fitSegment() {},
    fitRow() {},
    transform(X, offset, out) {
      for (let j = 0; j < columns.length; j++) {
        const value = X[offset + columns[j]];
        out[j] = Number.isNaN(value) ? 0 : value;
      }
    },
  };
}
