import type { LearnerDefinition, LearnerName } from '../learning/learners/registry.ts';
import type { LossName } from '../learning/learners/sgd-losses.ts';
import { resolveSgdOptions } from '../learning/learners/sgd-options.ts';
import type { Model } from '../learning/model.ts';
import type { State } from '../learning/state.ts';
import { ExchangeError } from './exchange-error.ts';

/** What a learner that is linear in the encoded row predicts by. */
export interface LinearWeights {
  /** In the order of the encoded row: numeric features, marks of missing values, bins of categories. */
  readonly coef: Float64Array;
  readonly intercept: number;
  /** Which of scikit-learn's losses makes a probability of a margin. */
  readonly loss: LossName;
  /** What is left out; nothing where the weights say all. */
  readonly note?: string;
}

const MEAN_ONLY =
  'coef_ is the mean of a belief: labels at a threshold of 0.5 are the model’s, its probabilities are nearer to one half';

type Learner<Name extends LearnerName> = Extract<LearnerDefinition, { name: Name }>;

const linear = {
  sgd: (state, learner) => sgdWeights(state, learner),
  ftrl: ({ coef, intercept }) => ({ coef: coef as Float64Array, intercept: Number(intercept[0]), loss: 'log_loss' }),
  adagrad: ({ coef }) => interceptLast(coef as Float64Array),
  bayes: ({ mean }) => ({ ...interceptLast(mean as Float64Array), note: MEAN_ONLY }),
  'logistic-kalman': ({ mean }) => ({ ...interceptLast(mean as Float64Array), note: MEAN_ONLY }),
} satisfies { [Name in LearnerName]?: (state: State, learner: Learner<Name>) => LinearWeights };

export type LinearName = keyof typeof linear;

/** Why the others have no weights for features. */
const notLinear: Record<Exclude<LearnerName, LinearName>, string> = {
  committee: 'it mixes members of different kinds; export it as json, or one member as onnx with --member',
  mlp: 'it has a hidden layer; export it as onnx or json',
  fourier: 'its weights are for random waves, not for features; export it as json',
  pairwise: 'its weights are for products of features too; export it as json',
  'naive-bayes': 'it has means and variances of each class, no weights; export it as json',
};

/** @throws {ExchangeError} saying why, when the learner is not linear. */
export function linearWeights({ definition, champion }: Model): LinearWeights {
  const { learner } = definition;
  const { name } = learner;
  if (!isLinear(name)) throw new ExchangeError(`learner ${name}: it is not linear: ${notLinear[name]}`);
  const read = linear[name] as (state: State, learner: LearnerDefinition) => LinearWeights;
  return read(learnerState(champion.state), learner);
}

export function isLinear(name: LearnerName): name is LinearName {
  return Object.hasOwn(linear, name);
}

/** Of a classifier's state the learner's, or a part of it, by the names that it has there. */
export function learnerState(state: State, part = ''): State {
  const prefix = `learner/${part}`;
  const own = Object.entries(state).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length), array]));
}

/** The mean of the weights where that is what predicts. */
function sgdWeights(state: State, { name: _, ...options }: Learner<'sgd'>): LinearWeights {
  const { loss, average } = resolveSgdOptions(options);
  const rowsLearned = Number(state.t[0]) - 1;
  const averaged = average !== false && rowsLearned >= Number(average);
  return {
    coef: (averaged ? state.averageCoef : state.coef) as Float64Array,
    intercept: Number((averaged ? state.averageIntercept : state.intercept)[0]),
    loss,
  };
}

function interceptLast(weights: Float64Array): LinearWeights {
  const width = weights.length - 1;
  return { coef: weights.subarray(0, width), intercept: weights[width], loss: 'log_loss' };
}
