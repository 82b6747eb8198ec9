import { sigmoid } from '../logistic.ts';
import { above, below, from, type OptionTable, resolveOptions, text, wholeNumber } from '../options.ts';
import { createAdam } from './adam.ts';
import { asLearner, type Learner, type Member } from './learner.ts';
import { createNetwork } from './mlp-network.ts';

/** Hyper-parameters of `mlp`; scikit-learn's names where `MLPClassifier` has them. */
export interface MlpOptions {
  /** Units of the hidden layer. @default 16 */
  readonly hidden?: number;
  /** Adam's step. @default 0.01 */
  readonly learningRate?: number;
  /** Strength of the l2 penalty on all weights but the intercepts. @default 0.0001 */
  readonly alpha?: number;
  /** Adam's memory of the gradient. @default 0.9 */
  readonly beta1?: number;
  /** Adam's memory of the squared gradient. @default 0.999 */
  readonly beta2?: number;
  /** Another text draws other first weights. @default 'mlp' */
  readonly seed?: string;
}

const table: OptionTable<MlpOptions> = {
  hidden: wholeNumber(1, 1024, 16),
  learningRate: above(0, 0.01),
  alpha: from(0, 0.0001),
  beta1: below(0, 1, 0.9),
  beta2: below(0, 1, 0.999),
  seed: text('mlp'),
};

/** The longest gradient that is believed; on rows that a scaler has clipped, those of the five files never got there. */
const GRADIENT_NORM_MAX = 10;

/**
 * A small neural network, one hidden layer of tanh units, that learns from each row as it comes: log loss, by Adam
 * (Kingma and Ba 2015), never started anew.
 *
 * Use it where features act together and rows are many; it needs a few thousand before it beats a linear model.
 *
 * @throws {Error} naming a hyper-parameter that is out of its range.
 * @example
 * const learner = createMlp(1, { learningRate: 0.1 });
 * for (let i = 0; i < 10; i++) learner.partialFit(Float64Array.of(2), 1, 1);
 * learner.predictProba(Float64Array.of(2)); // 0.9999, from 0.5
 */
export function createMlp(width: number, options: MlpOptions = {}): Learner {
  return asLearner(mlpMember(width, options));
}

/** The same in two steps. */
export function mlpMember(width: number, options: MlpOptions = {}): Member {
  const { hidden, alpha, seed, ...rates } = resolveOptions('mlp', options, table);
  const network = createNetwork(width, hidden, seed);
  const { weights } = network;
  const adam = createAdam(weights, rates);
  const gradient = new Float64Array(weights.length);
  const margin = new Float64Array(1);
  return {
    state: { weights, ...adam.state },
    logit(row) {
      margin[0] = network.forward(row);
      return margin[0];
    },
    learn(label, weight) {
      if (weight === 0) return;
      network.gradient(weight * (sigmoid(margin[0]) - label), gradient);
      clipNorm(gradient);
      for (let i = 0; i < network.penalised; i++) gradient[i] += alpha * weights[i];
      adam.step(gradient);
    },
  };
}

/** Shortens a gradient to `GRADIENT_NORM_MAX` (Pascanu et al. 2013): one wild row must not fill Adam's memory. */
function clipNorm(gradient: Float64Array): void {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
  if (squares <= GRADIENT_NORM_MAX * GRADIENT_NORM_MAX) return;
  const kept = GRADIENT_NORM_MAX / Math.sqrt(squares);
  for (let i = 0; i < gradient.length; i++) gradient[i] *= kept;
}
