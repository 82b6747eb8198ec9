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
  let positiveCount = 0;
  for (let i = 0; i < count; i++) positiveCount += labels[i];
  const positives = new Float64Array(positiveCount);
  const negatives = new Float64Array(count - positiveCount);
  for (let i = 0, p = 0; i < count; i++) {
    if (labels[i] === 1) positives[p++] = probabilities[i];
    else negatives[i - p] = probabilities[i];
  }
  const pairs = positives.length * negatives.length;
  return pairs === 0 ? null : pairsInOrder(positives.sort(), negatives.sort()) / pairs; // without a comparison it is fast
}

/** Of two ascending lists. */
function pairsInOrder(positives: Float64Array, negatives: Float64Array): number {
  let pairs = 0;
  let below = 0; // negatives below the positive at hand
  let notAbove = 0;
  for (let i = 0; i < positives.length; i++) {
    while (below < negatives.length && negatives[below] < positives[i]) below++;
    if (notAbove < below) notAbove = below;
    while (notAbove < negatives.length && negatives[notAbove] === positives[i]) notAbove++;
    pairs += (below + notAbove) / 2;
  }
  return pairs;
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
