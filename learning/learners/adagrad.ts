import { sigmoid } from '../logistic.ts';
import { above, flag, type OptionTable, resolveOptions } from '../options.ts';
import { dot } from './dot.ts';
import { addends, asLearner, type Learner, type Member } from './learner.ts';

export interface AdaGradOptions {
  /** The step of a weight whose gradients so far come to 1. @default 0.2 */
  readonly learningRate?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
}

const table: OptionTable<AdaGradOptions> = { learningRate: above(0, 0.2), fitIntercept: flag(true) };

/** River's, so that the first step is finite. */
const EPSILON = 1e-8;

/**
 * Logistic regression with a rate for each weight, which falls with the gradients that the weight has had: AdaGrad
 * (Duchi, Hazan and Singer 2011, Figure 1, diagonal), River's `optim.AdaGrad`.
 *
 * Use it where features differ much in how often they say something.
 */
export function createAdaGrad(width: number, options: AdaGradOptions = {}): Learner {
  return asLearner(adaGradMember(width, resolveOptions('adagrad', options, table)));
}

/** The same, for a committee. */
export function adaGradMember(width: number, { learningRate, fitIntercept }: Required<AdaGradOptions>): Member {
  const coef = new Float64Array(width + 1); // the intercept last
  const squares = new Float64Array(width + 1).fill(EPSILON); // Σ gradient²
  const asked = new Float64Array(1); // the log odds; numbers in a closure are boxed anew at each write
  let given: Float64Array = coef;
  return {
    state: { coef, squares },
    logit(row) {
      given = row;
      asked[0] = coef[width] + dot(coef, row, width);
      return asked[0];
    },
    contributions: (row, out) => addends(coef, coef[width], row, out),
    learn(label, weight) {
      const slope = weight * (label - sigmoid(asked[0]));
      if (slope === 0) return;
      const row = given;
      for (let j = 0; j < width; j++) {
        const gradient = slope * row[j];
        if (gradient === 0) continue;
        squares[j] += gradient * gradient;
        coef[j] += (learningRate * gradient) / Math.sqrt(squares[j]);
      }
      if (!fitIntercept) return;
      squares[width] += slope * slope;
      coef[width] += (learningRate * slope) / Math.sqrt(squares[width]);
    },
  };
}
