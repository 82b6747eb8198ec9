import type { Stateful } from '../state.ts';
import type { Average } from './sgd-average.ts';

/** L1 by the cumulative penalty of Tsuruoka, Tsujii and Ananiadou 2009, section 3.2. */
export interface L1Penalty extends Stateful {
  /** What was owed and paid is forgotten with each segment, as scikit-learn does with each call of `partial_fit`. */
  beginSegment(): void;
  /** Raises what every weight owes, and takes it: towards zero, never across. */
  apply(owed: number, average: Average | undefined): void;
}

export function createL1Penalty(coef: Float64Array): L1Penalty {
  const l1Owed = new Float64Array(1);
  const l1Paid = new Float64Array(coef.length);
  return {
    state: { l1Owed, l1Paid },
    beginSegment() {
      l1Owed[0] = 0;
      l1Paid.fill(0);
    },
    apply(owed, average) {
      l1Owed[0] += owed;
      const share = average === undefined ? 0 : average.share();
      for (let j = 0; j < coef.length; j++) {
        const before = coef[j];
        if (before > 0) coef[j] = Math.max(0, before - (l1Owed[0] + l1Paid[j]));
        if (before < 0) coef[j] = Math.min(0, before + (l1Owed[0] - l1Paid[j]));
        l1Paid[j] += coef[j] - before;
        if (average !== undefined) average.coef[j] += share * (coef[j] - before);
      }
    },
  };
}
