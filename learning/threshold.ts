import type { Stateful } from './state.ts';

/** The probability from which a row counts as positive. */
export interface Threshold extends Stateful {
  /** For the next segment; it moves only in `learn`. */
  value(): number;
  /** Learns from a segment's labels and the probabilities that were given before. */
  learn(labels: Uint8Array, probabilities: Float64Array): void;
}

const BINS = 128;

/** Each row weighs this much more than the one before: after 10,000 rows it counts 1/e, and so the threshold follows. */
const GROWTH = 1 / (1 - 1 / 10_000);

/** Weights are kept relative to the newest row's, and are scaled back before they are out of all numbers. */
const WEIGHT_MAX = 1e100;

/** So many standard errors leave it open whether the theorem or the histogram is to be believed. */
const ERRORS_UNDECIDED = 2;

/**
 * A threshold as the definition has it: a number, or `f1`, the one that makes F1 highest. That is half of the best F1 that
 * can be reached, F* (Lipton, Elkan and Naryanaswamy 2014, Theorem 1), which is read off a histogram of the probabilities
 * given so far, old rows fading.
 *
 * The theorem is for calibrated probabilities. The more standard errors the histogram's F1 at F*∕2 is below F*, the less
 * they are that, and the nearer the threshold is to where the histogram has F*.
 *
 * The histogram is kept for a number too, so that a running model may turn to `f1`.
 */
export function createThreshold(setting: number | 'f1'): Threshold {
  const rows = new Float64Array(BINS); // by probability, each row with its weight
  const positives = new Float64Array(BINS);
  const newest = Float64Array.of(1); // weight of the newest row
  // begins as after a row at ½ that was half a positive: a model that knows nothing then calls every row positive, which
  // is best for F1 as long as all rows look alike
  rows[binOf(0.5)] = 1;
  positives[binOf(0.5)] = 0.5;
  return {
    state: { rows, positives, newest },
    value: () => (setting === 'f1' ? bestThreshold(rows, positives, newest[0]) : setting),
    learn(labels, probabilities) {
      let weight = newest[0];
      for (let i = 0; i < labels.length; i++) {
        weight *= GROWTH;
        const bin = binOf(probabilities[i]);
        rows[bin] += weight;
        positives[bin] += weight * labels[i];
      }
      if (weight > WEIGHT_MAX) {
        for (let bin = 0; bin < BINS; bin++) {
          rows[bin] /= weight;
          positives[bin] /= weight;
        }
        weight = 1;
      }
      newest[0] = weight;
    },
  };
}

/** From a bin up: F1 = 2TP / (rows called positive + positives). */
function bestThreshold(rows: Float64Array, positives: Float64Array, weight: number): number {
  let allPositives = 0;
  for (let bin = 0; bin < BINS; bin++) allPositives += positives[bin];
  if (allPositives === 0) return 0.5; // none for millions of rows: the half one of the beginning has faded away
  let [hits, called] = [0, 0];
  let [bestHits, bestCalled, bestBin] = [0, 0, 0];
  for (let bin = BINS - 1; bin >= 0; bin--) {
    hits += positives[bin];
    called += rows[bin];
    if (hits * (bestCalled + allPositives) > bestHits * (called + allPositives)) {
      bestHits = hits;
      bestCalled = called;
      bestBin = bin;
    }
  }
  const bestF1 = (2 * bestHits) / (bestCalled + allPositives);
  const half = bestF1 / 2;
  let [hitsAtHalf, calledAtHalf] = [0, 0];
  for (let bin = binOf(half); bin < BINS; bin++) {
    hitsAtHalf += positives[bin];
    calledAtHalf += rows[bin];
  }
  const loss = bestF1 - (2 * hitsAtHalf) / (calledAtHalf + allPositives);
  // n rows lie between the two thresholds; each is a positive with a probability near F*∕2, and changes the numerator of
  // F1 by 2 if it is: an error of 2 √(n · F*∕2 · (1 − F*∕2)) / (called + positives)
  const between = Math.abs(calledAtHalf - bestCalled) / weight;
  const error = (2 * Math.sqrt(between * half * (1 - half)) * weight) / (bestCalled + allPositives);
  const doubt = loss === 0 ? 0 : 1 / (1 + ((ERRORS_UNDECIDED * error) / loss) ** 2);
  return half + doubt * (lowerEdge(bestBin) - half);
}

/** Bins that are narrow at both ends, where rare positives and sure predictions are. */
function binOf(p: number): number {
  const half = BINS / 2;
  return p <= 0.5 ? Math.floor(half * Math.sqrt(2 * p)) : BINS - 1 - Math.floor(half * Math.sqrt(2 * (1 - p)));
}

/** The least probability in a bin. */
function lowerEdge(bin: number): number {
  const half = BINS / 2;
  return bin <= half ? (bin / half) ** 2 / 2 : 1 - ((BINS - bin) / half) ** 2 / 2;
}
