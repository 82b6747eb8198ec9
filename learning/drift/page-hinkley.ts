import type { DriftDetector } from './detector.ts';

const MIN_ROWS = 30;
/** Changes smaller than this are not of interest. */
const DELTA = 0.005;
const THRESHOLD = 50;
/** A row's deviation counts this much less with each row after it. */
const FORGETTING_FACTOR = 1 - 0.0001;

/**
 * The Page-Hinkley test (Page 1954, "Continuous inspection schemes"), in both directions: drift where the deviations from
 * the mean have added up to 50 more than at their extreme. River 0.26.1's `drift.PageHinkley` with its defaults.
 */
export function createPageHinkley(): DriftDetector {
  const mean = new Float64Array(3); // rows, mean, whether to begin anew
  const sums = new Float64Array(4); // of increases, of decreases; the lowest of the first, the highest of the second
  const reset = (): void => {
    mean.fill(0);
    sums.set([0, 0, Number.POSITIVE_INFINITY, -1]);
  };
  reset();
  return {
    state: { mean, sums },
    update(value) {
      if (mean[2] === 1) reset();
      const n = ++mean[0];
      mean[1] += (value - mean[1]) / n;
      const deviation = value - mean[1];
      sums[0] = FORGETTING_FACTOR * sums[0] + deviation - DELTA;
      sums[1] = FORGETTING_FACTOR * sums[1] + deviation + DELTA;
      sums[2] = Math.min(sums[2], sums[0]);
      sums[3] = Math.max(sums[3], sums[1]);
      const drift = n >= MIN_ROWS && (sums[0] - sums[2] > THRESHOLD || sums[3] - sums[1] > THRESHOLD);
      mean[2] = drift ? 1 : 0;
      return drift;
    },
  };
}
