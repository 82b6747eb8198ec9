import type { DriftDetector } from './detector.ts';

/** Rows before it says anything. */
const WARM_START = 30;
/** Standard errors above the best error rate so far. */
const DRIFT_THRESHOLD = 3;

/**
 * DDM (Gama, Medas, Castillo and Rodrigues 2004, "Learning with Drift Detection"): drift where the error rate lies three
 * standard errors above its lowest. River 0.26.1's `drift.binary.DDM` with its defaults.
 */
export function createDdm(): DriftDetector {
  const mean = new Float64Array(3); // rows, error rate, whether to begin anew
  const lowest = new Float64Array(2); // error rate and standard error where their sum was lowest
  const reset = (): void => {
    mean.fill(0);
    lowest.fill(Number.POSITIVE_INFINITY);
  };
  reset();
  return {
    state: { mean, lowest },
    update(value) {
      if (mean[2] === 1) reset();
      const n = ++mean[0];
      mean[1] += (value - mean[1]) / n;
      if (n <= WARM_START) return false;
      const rate = mean[1];
      const error = Math.sqrt((rate * (1 - rate)) / n);
      if (rate + error <= lowest[0] + lowest[1]) {
        lowest[0] = rate;
        lowest[1] = error;
      }
      const drift = rate + error > lowest[0] + DRIFT_THRESHOLD * lowest[1];
      mean[2] = drift ? 1 : 0;
      return drift;
    },
  };
}
