import type { Stateful } from './state.ts';

/** The probability from which a row counts as positive. */
export interface Threshold extends Stateful {
  /** For the next segment; it moves only in `learn`. */
  readonly value: number;
  /** Learns from a segment's labels and the probabilities that were given before. */
  learn(labels: Uint8Array, probabilities: Float64Array): void;
}

const BINS = 512;
/** A row counts half after 7,000 more: the best threshold moves with the share of positives, and slowly. */
const FORGETTING = 1e-4;
/** As many rows as the histogram needs to be believed; before, the threshold is pulled to 0.5. */
const BELIEVED_AFTER = 50;

/** A threshold as the definition has it: a number, or `f1`. */
export function createThreshold(setting: number | 'f1'): Threshold {
  return setting === 'f1' ? createF1Threshold() : { state: {}, value: setting, learn() {} };
}

/**
 * The threshold that makes F1 highest: half of the best F1 that can be reached (Lipton, Elkan and Naryanaswamy 2014,
 * Theorem 1, for calibrated probabilities). The best F1 is read off a histogram of the probabilities given so far.
 */
function createF1Threshold(): Threshold {
  const counts = new Float64Array(2 * BINS); // label 0, then label 1
  const current = Float64Array.of(0.5, 0); // the threshold, and how many rows it comes from
  return {
    state: { counts, current },
    get value() {
      return current[0];
    },
    learn(labels, probabilities) {
      const keep = (1 - FORGETTING) ** labels.length;
      for (let i = 0; i < counts.length; i++) counts[i] *= keep;
      for (let i = 0; i < labels.length; i++) {
        counts[labels[i] * BINS + Math.min(BINS - 1, Math.floor(probabilities[i] * BINS))] += 1;
      }
      current[1] = current[1] * keep + labels.length;
      const believed = current[1] / (current[1] + BELIEVED_AFTER);
      current[0] = believed * (bestF1(counts) / 2) + (1 - believed) * 0.5;
    },
  };
}

/** The best F1 of any threshold between bins; 2TP / (2TP + FP + FN) is 2TP / (predicted positive + positive). */
function bestF1(counts: Float64Array): number {
  let positives = 0;
  for (let i = 0; i < BINS; i++) positives += counts[BINS + i];
  let best = 0;
  let truePositives = 0;
  let predicted = 0;
  for (let i = BINS - 1; i >= 0; i--) {
    truePositives += counts[BINS + i];
    predicted += counts[i] + counts[BINS + i];
    if (predicted > 0) best = Math.max(best, (2 * truePositives) / (predicted + positives));
  }
  return best;
}
