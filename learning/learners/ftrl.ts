import { sigmoid } from '../logistic.ts';
import { above, flag, from, type OptionTable, type Resolved, resolveOptions } from '../options.ts';
import { addends, asLearner, type Learner, type Member } from './learner.ts';

/** Hyper-parameters of `ftrl`, by the paper's names. */
export interface FtrlOptions {
  /** The rate: a weight's first steps are about alpha / beta. @default 0.3 */
  readonly alpha?: number;
  /** Slows the first steps of each weight. @default 1 */
  readonly beta?: number;
  /** Features that say less than this stay at a weight of exactly 0. @default 0 */
  readonly l1?: number;
  /** Pulls weights towards 0. @default 0 */
  readonly l2?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
}

const table: OptionTable<FtrlOptions> = {
  alpha: above(0, 0.3),
  beta: from(0, 1),
  l1: from(0, 0),
  l2: from(0, 0),
  fitIntercept: flag(true),
};

/**
 * Logistic regression by FTRL-Proximal: McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches",
 * Algorithm 1.
 *
 * Use it for hashed categorical features: each weight has a rate of its own, so a rare feature still learns quickly
 * when a frequent one has settled, and a row costs little more than its features that are not 0. Rates only fall.
 *
 * The intercept is the weight of a feature that is 1 in every row; no penalty pulls at it.
 *
 * @throws {Error} naming a hyper-parameter that is out of its range.
 * @example
 * const learner = createFtrl(1, { alpha: 1 });
 * learner.partialFit(Float64Array.of(2), 1, 1);
 * learner.predictProba(Float64Array.of(2)); // 0.791, from 0.5
 */
export function createFtrl(width: number, options: FtrlOptions = {}): Learner {
  return asLearner(ftrlMember(width, options));
}

/** The same in two steps. */
export function ftrlMember(width: number, options: FtrlOptions = {}): Member {
  const { alpha, beta, l1, l2, fitIntercept } = resolveFtrlOptions(options);
  const coef = new Float64Array(width);
  const intercept = new Float64Array(1);
  // the intercept's is the last of each
  const z = new Float64Array(width + 1); // Σ g − Σ σ w
  const n = new Float64Array(width + 1); // Σ g²

  /** Takes in the gradient g of weight i, and gives what the weight is then. */
  const moved = (i: number, weight: number, g: number, l1: number, l2: number): number => {
    const root = Math.sqrt(n[i] + g * g);
    z[i] += g - ((root - Math.sqrt(n[i])) / alpha) * weight;
    n[i] += g * g;
    if (Math.abs(z[i]) <= l1) return 0;
    return -(z[i] - Math.sign(z[i]) * l1) / ((beta + root) / alpha + l2);
  };

  let row: Float64Array = coef;
  const margin = new Float64Array(1);
  return {
    state: { coef, intercept, z, n },
    logit(given) {
      row = given;
      let sum = intercept[0];
      for (let j = 0; j < width; j++) sum += coef[j] * given[j];
      margin[0] = sum;
      return sum;
    },
    contributions: (given, out) => addends(coef, intercept[0], given, out),
    learn(label, weight) {
      const x = row;
      const error = weight * (sigmoid(margin[0]) - label);
      if (error === 0) return;
      for (let j = 0; j < width; j++) {
        if (x[j] !== 0) coef[j] = moved(j, coef[j], error * x[j], l1, l2);
      }
      if (fitIntercept) intercept[0] = moved(width, intercept[0], error, 0, 0);
    },
  };
}

/** @throws {Error} naming a hyper-parameter that is out of its range. */
export function resolveFtrlOptions(options: FtrlOptions): Resolved<FtrlOptions> {
  return resolveOptions('ftrl', options, table);
}
