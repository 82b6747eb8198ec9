import { resolveFtrlOptions } from '../learning/learners/ftrl.ts';
import type { LearnerDefinition, LearnerName } from '../learning/learners/registry.ts';
import { resolveSgdOptions } from '../learning/learners/sgd-options.ts';
import type { Model } from '../learning/model.ts';
import type { State } from '../learning/state.ts';
import { ExchangeError } from './exchange-error.ts';
import { isLinear, type LinearName, type LinearWeights, learnerState } from './linear-weights.ts';

type Weights = Pick<LinearWeights, 'coef' | 'intercept'>;

const BELIEF_IS_WIDE =
  'its belief about the weights is as wide as before any row: it moves quickly, and its probabilities are nearer to one half than those of the file';

/** How weights become a learner's, all else being as before the first row; and what is to be said about it. */
const setters: { readonly [Name in LinearName]: (state: State, weights: Weights, model: Model) => string | undefined } =
  {
    sgd: setCoefAndIntercept,
    ftrl: setFtrl,
    adagrad: ({ coef }, weights) => {
      setInterceptLast(coef, weights);
      return 'adagrad begins with its largest steps again';
    },
    bayes: setMean,
    'logistic-kalman': setMean,
  };

/**
 * Starts a model's champion with weights from elsewhere.
 *
 * @returns what a person should know of it
 * @throws {ExchangeError} when its learner has no weights for features, or makes probabilities of another loss.
 */
export function setWeights(model: Model, weights: Weights, loss: string): string | undefined {
  const { name, ...options } = model.definition.learner;
  if (!isLinear(name)) {
    const possible = Object.keys(setters).join(', ');
    throw new ExchangeError(`learner: a linear model can start ${possible}; the model is defined with ${name}`);
  }
  const expected = lossOf(name, options);
  if (loss !== expected) throw new ExchangeError(`loss: the model is defined with ${expected}, the file has ${loss}`);
  return setters[name](learnerState(model.champion.state), weights, model);
}

function lossOf(name: LearnerName, options: object): string {
  return name === 'sgd' ? resolveSgdOptions(options).loss : 'log_loss';
}

function setCoefAndIntercept({ coef, intercept }: State, weights: Weights): undefined {
  (coef as Float64Array).set(weights.coef);
  intercept[0] = weights.intercept;
}

/** A weight w is −(z − sign(z) l1) / (beta/alpha + l2) where nothing has been learned: z is what makes it w. */
function setFtrl(state: State, weights: Weights, { definition }: Model): undefined {
  const { name: _, ...options } = definition.learner as Extract<LearnerDefinition, { name: 'ftrl' }>;
  const { alpha, beta, l1, l2 } = resolveFtrlOptions(options);
  const z = state.z as Float64Array;
  weights.coef.forEach((weight, j) => {
    z[j] = -(weight * (beta / alpha + l2) + Math.sign(weight) * l1);
  });
  z[weights.coef.length] = -weights.intercept * (beta / alpha);
  return setCoefAndIntercept(state, weights);
}

function setMean({ mean }: State, weights: Weights): string {
  setInterceptLast(mean, weights);
  return BELIEF_IS_WIDE;
}

function setInterceptLast(array: State[string], { coef, intercept }: Weights): void {
  (array as Float64Array).set(coef);
  array[coef.length] = intercept;
}
