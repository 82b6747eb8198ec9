import type { Stateful } from '../state.ts';

const BINS = 10;

/** Of the rows whose probability is in a tenth: how many, what they were given on average, and what came. */
export interface CalibrationBin {
  readonly rows: number;
  readonly meanProbability: number;
  readonly shareOfPositives: number;
}

/** Whether 70 % means 70 %: probabilities against what came, in ten bins of equal width (a reliability diagram). */
export function createCalibrationBins(): Stateful & {
  learn(labels: Uint8Array, probabilities: Float64Array): void;
  /** Bins that have rows, from low to high. */
  bins(): CalibrationBin[];
} {
  const rows = new Float64Array(BINS);
  const probability = new Float64Array(BINS);
  const positives = new Float64Array(BINS);
  return {
    state: { rows, probability, positives },
    learn(labels, probabilities) {
      for (let i = 0; i < labels.length; i++) {
        const bin = Math.min(BINS - 1, Math.floor(probabilities[i] * BINS));
        rows[bin] += 1;
        probability[bin] += probabilities[i];
        positives[bin] += labels[i];
      }
    },
    bins: () =>
      Array.from({ length: BINS }, (_, bin) => bin)
        .filter((bin) => rows[bin] > 0)
        .map((bin) => ({
          rows: rows[bin],
          meanProbability: probability[bin] / rows[bin],
          shareOfPositives: positives[bin] / rows[bin],
        })),
  };
}

/** Expected calibration error (Naeini et al. 2015): how far promise and outcome lie apart in a bin, mean over the rows. */
export function calibrationErrorOf(bins: readonly CalibrationBin[]): number {
  let distance = 0;
  let rows = 0;
  for (const bin of bins) {
    distance += bin.rows * Math.abs(bin.meanProbability - bin.shareOfPositives);
    rows += bin.rows;
  }
  return distance / rows;
}
