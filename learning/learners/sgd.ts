import { sigmoid } from '../logistic.ts';
import type { Learner } from './learner.ts';

/** Hyper-parameters of `sgd`, by scikit-learn's names. */
export interface SgdOptions {
  /** @default 'log_loss' */
  readonly loss?: 'log_loss';
  /** @default 'constant' */
  readonly learningRate?: 'constant';
  /** The step. @default 0.05 */
  readonly eta0?: number;
}

/**
 * Logistic regression by stochastic gradient descent: `SGDClassifier.partial_fit` of scikit-learn 1.9, row by row.
 *
 * Use it where a model must be small and its weights readable. For a row x with label y it moves the weights by
 * −eta0 · ∂loss/∂z · x, z = w·x + b (Bottou 2012, "Stochastic Gradient Descent Tricks", section 2).
 *
 * @example
 * const learner = createSgd(1, { eta0: 1 });
 * learner.partialFit(Float64Array.of(2), 1, 1);
 * learner.predictProba(Float64Array.of(2)); // 0.924, from 0.5
 */
export function createSgd(width: number, options: SgdOptions = {}): Learner {
  const { loss = 'log_loss', learningRate = 'constant', eta0 = 0.05 } = options;
  if (loss !== 'log_loss') throw new Error(`sgd: loss: expected log_loss, got ${JSON.stringify(loss)}`);
  if (learningRate !== 'constant') {
    throw new Error(`sgd: learningRate: expected constant, got ${JSON.stringify(learningRate)}`);
  }
  if (!(eta0 > 0 && Number.isFinite(eta0))) throw new Error(`sgd: eta0: expected a number above 0, got ${eta0}`);
  const coef = new Float64Array(width);
  const intercept = new Float64Array(1);

  const decision = (row: Float64Array): number => {
    let z = intercept[0];
    for (let j = 0; j < width; j++) z += coef[j] * row[j];
    return z;
  };
  return {
    state: { coef, intercept },
    predictProba: (row) => sigmoid(decision(row)),
    partialFit(row, label, weight) {
      const update = -eta0 * weight * logLossGradient(decision(row), label);
      for (let j = 0; j < width; j++) coef[j] += update * row[j];
      intercept[0] += update;
    },
  };
}

/** ∂/∂z of ln(1 + e^−yz), y in {−1, 1}; beyond ±18 the exact value no longer differs from its limit (scikit-learn). */
function logLossGradient(z: number, label: number): number {
  const y = label === 1 ? 1 : -1;
  const margin = y * z;
  if (margin > 18) return -y * Math.exp(-margin);
  if (margin < -18) return -y;
  return -y / (Math.exp(margin) + 1);
}
