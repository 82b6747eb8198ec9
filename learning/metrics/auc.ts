import type { Stateful } from '../state.ts';

/** Rows that are ranked exactly. */
export const AUC_EXACT_ROWS = 2_048;
const BINS = 1_024;
/** Bins are of equal width in log odds, so that rare positives at small probabilities are told apart. */
const LOGIT_MAX = 14;

/**
 * Area under the ROC curve: the probability that a positive row is given more than a negative one, ties counted half
 * (Hanley and McNeil 1982).
 *
 * @returns nothing where there is only one class.
 */
export function aucOf(labels: Uint8Array, probabilities: Float64Array, count = labels.length): number | null {
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => probabilities[a] - probabilities[b]);
  let [below, pairs, positives] = [0, 0, 0];
  for (let i = 0; i < count; ) {
    let [negatives, tied] = [0, 0];
    const p = probabilities[order[i]];
    for (; i < count && probabilities[order[i]] === p; i++) labels[order[i]] === 1 ? tied++ : negatives++;
    pairs += tied * (below + negatives / 2);
    below += negatives;
    positives += tied;
  }
  return positives === 0 || below === 0 ? null : pairs / (positives * below);
}

/** AUC of a whole stream, in bounded memory. */
export interface StreamAuc extends Stateful {
  learn(labels: Uint8Array, probabilities: Float64Array): void;
  /** Nothing while there is only one class. */
  value(): number | null;
  /** The value is within this of the exact one: half of the pairs that share a bin. 0 while rows are ranked exactly. */
  errorBound(): number;
}

/** Exact for the first 2,048 rows; then by 1,024 bins, each pair within one counted half. */
export function createStreamAuc(): StreamAuc {
  const firstLabels = new Uint8Array(AUC_EXACT_ROWS);
  const firstProbabilities = new Float64Array(AUC_EXACT_ROWS);
  const counts = new Float64Array(2 * BINS); // label 0, then label 1
  const seen = new Float64Array(1);

  /** Pairs in order, pairs in one bin, all pairs. */
  const pairs = (): [number, number, number] => {
    let [below, ordered, shared, positives] = [0, 0, 0, 0];
    for (let i = 0; i < BINS; i++) {
      ordered += counts[BINS + i] * below;
      shared += counts[BINS + i] * counts[i];
      below += counts[i];
      positives += counts[BINS + i];
    }
    return [ordered, shared, positives * below];
  };
  return {
    state: { firstLabels, firstProbabilities, counts, seen },
    learn(labels, probabilities) {
      for (let i = 0; i < labels.length; i++, seen[0]++) {
        if (seen[0] < AUC_EXACT_ROWS) {
          firstLabels[seen[0]] = labels[i];
          firstProbabilities[seen[0]] = probabilities[i];
        }
        counts[labels[i] * BINS + binOf(probabilities[i])] += 1;
      }
    },
    value() {
      if (seen[0] <= AUC_EXACT_ROWS) return aucOf(firstLabels, firstProbabilities, seen[0]);
      const [ordered, shared, all] = pairs();
      return all === 0 ? null : (ordered + shared / 2) / all;
    },
    errorBound() {
      if (seen[0] <= AUC_EXACT_ROWS) return 0;
      const [, shared, all] = pairs();
      return all === 0 ? 0 : shared / 2 / all;
    },
  };
}

function binOf(probability: number): number {
  const logit = Math.log(probability / (1 - probability));
  const place = Math.floor(((logit + LOGIT_MAX) / (2 * LOGIT_MAX)) * BINS);
  return place < 0 ? 0 : place >= BINS ? BINS - 1 : place; // 0 and 1 have no finite log odds
}
