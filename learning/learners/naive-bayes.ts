import { from, type OptionTable, resolveOptions } from '../options.ts';
import { asLearner, type Learner, type Member } from './learner.ts';

export interface NaiveBayesOptions {
  /** Added to each variance, so that a feature which has not varied yet decides nothing by itself. @default 0.001 */
  readonly varSmoothing?: number;
}

const table: OptionTable<NaiveBayesOptions> = { varSmoothing: from(0, 0.001) };

/**
 * Gaussian naive Bayes: each feature is normal within a class, and independent of the others there (River's `GaussianNB`,
 * with variances that are smoothed).
 *
 * Use it where there are few rows; its probabilities are too bold where features are correlated, and are calibrated in the
 * committee. Until both classes have come twice it knows only how often each came.
 */
export function createNaiveBayes(width: number, options: NaiveBayesOptions = {}): Learner {
  return asLearner(naiveBayesMember(width, resolveOptions('naive-bayes', options, table)));
}

/** The same, for a committee. */
export function naiveBayesMember(width: number, { varSmoothing }: Required<NaiveBayesOptions>): Member {
  const counts = new Float64Array(2);
  const mean = new Float64Array(2 * width); // class 0, then class 1
  const squares = new Float64Array(2 * width); // Σ (x − mean)²
  let given: Float64Array = mean;
  return {
    state: { counts, mean, squares },
    logit(row) {
      given = row;
      const [negatives, positives] = counts;
      if (negatives < 2 || positives < 2) return Math.log((positives + 1) / (negatives + 1));
      let z = Math.log(positives / negatives);
      for (let j = 0; j < width; j++) {
        const variance0 = squares[j] / negatives + varSmoothing;
        const variance1 = squares[width + j] / positives + varSmoothing;
        const distance0 = row[j] - mean[j];
        const distance1 = row[j] - mean[width + j];
        z += 0.5 * ((distance0 * distance0) / variance0 - (distance1 * distance1) / variance1);
        z += 0.5 * Math.log(variance0 / variance1);
      }
      return z;
    },
    learn(label, weight) {
      if (weight === 0) return;
      const row = given;
      const at = label * width;
      counts[label] += weight;
      for (let j = 0; j < width; j++) {
        const delta = row[j] - mean[at + j];
        mean[at + j] += (weight * delta) / counts[label];
        squares[at + j] += weight * delta * (row[j] - mean[at + j]);
      }
    },
  };
}
