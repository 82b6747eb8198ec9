import { sigmoid } from '../logistic.ts';
import { above, below, type OptionTable, resolveOptions } from '../options.ts';
import { addends, asLearner, type Learner, type Member, openness } from './learner.ts';

export interface BayesOptions {
  /** Variance of a weight before anything is known of it. @default 1 */
  readonly priorVariance?: number;
  /** Share by which each belief goes back to the prior's width with each row; its mean stays. @default 0.001 */
  readonly forgetting?: number;
}

const table: OptionTable<BayesOptions> = { priorVariance: above(0, 1), forgetting: below(0, 1, 0.001) };

/** Where the mean of a logistic function over a normal z is about that of z shrunk by this (MacKay 1992, eq. 19). */
export const SHRINKAGE = Math.PI / 8;

/**
 * Bayesian logistic regression: a normal belief for each weight, independent of the others.
 *
 * Use it where probabilities matter more than the last bit of accuracy, and where to know what is not known. A row adds
 * its Fisher information to each weight's precision, and moves the mean by one Newton step (online Laplace; Spiegelhalter
 * and Lauritzen 1990). The probability is averaged over the belief, and so is modest where little is known.
 */
export function createBayes(width: number, options: BayesOptions = {}): Learner {
  return asLearner(bayesMember(width, resolveOptions('bayes', options, table)));
}

/** The same, for a committee. */
export function bayesMember(width: number, { priorVariance, forgetting }: Required<BayesOptions>): Member {
  const mean = new Float64Array(width + 1); // the intercept last
  const variance = new Float64Array(width + 1).fill(priorVariance);
  const keep = 1 - forgetting;
  const regained = forgetting / priorVariance;
  let given: Float64Array = mean;
  const asked = new Float64Array(1); // the moderated log odds
  const belief = new Float64Array(2); // mean and variance of the log odds
  const believe = (row: Float64Array): void => {
    let m = mean[width];
    let v = variance[width];
    for (let j = 0; j < width; j++) {
      m += mean[j] * row[j];
      v += variance[j] * row[j] * row[j];
    }
    belief[0] = m;
    belief[1] = v;
  };
  return {
    state: { mean, variance },
    logit(row) {
      given = row;
      believe(row);
      asked[0] = belief[0] / Math.sqrt(1 + SHRINKAGE * belief[1]);
      return asked[0];
    },
    uncertainty(row) {
      believe(row);
      return openness(belief[0], Math.sqrt(belief[1]));
    },
    contributions(row, out) {
      believe(row);
      addends(mean, mean[width], row, out);
      const moderation = 1 / Math.sqrt(1 + SHRINKAGE * belief[1]);
      for (let j = 0; j <= width; j++) out[j] *= moderation;
    },
    learn(label, weight) {
      if (weight === 0) return;
      const row = given;
      const p = sigmoid(asked[0]);
      const information = weight * p * (1 - p);
      const slope = weight * (label - p);
      for (let j = 0; j < width; j++) {
        const x = row[j];
        variance[j] = 1 / (keep / variance[j] + regained + information * x * x);
        mean[j] += variance[j] * slope * x;
      }
      variance[width] = 1 / (keep / variance[width] + regained + information);
      mean[width] += variance[width] * slope;
    },
  };
}
