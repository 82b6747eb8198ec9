import { sigmoid } from '../logistic.ts';
import type { Resolved } from '../options.ts';
import { addends, asLearner, type Learner, type Member } from './learner.ts';
import { createAverage } from './sgd-average.ts';
import { createL1Penalty } from './sgd-l1-penalty.ts';
import { losses } from './sgd-losses.ts';
import { resolveSgdOptions, type SgdOptions } from './sgd-options.ts';
import { createPlainSgd } from './sgd-plain.ts';
import { passiveAggressiveStep, schedules } from './sgd-schedules.ts';

/**
 * A linear model by stochastic gradient descent: `SGDClassifier.partial_fit` of scikit-learn 1.9, row by row.
 *
 * Use it where a model must be small and its weights readable. For a row x with label y it moves the weights by
 * −rate · ∂loss/∂z · x, z = w·x + b (Bottou 2012, "Stochastic Gradient Descent Tricks", section 2).
 *
 * @throws {Error} naming a hyper-parameter that is out of its range.
 * @example
 * const learner = createSgd(1, { eta0: 1 });
 * learner.partialFit(Float64Array.of(2), 1, 1);
 * learner.predictProba(Float64Array.of(2)); // 0.924, from 0.5
 */
export function createSgd(width: number, options: SgdOptions = {}): Learner {
  const resolved = resolveSgdOptions(options);
  if (isPlain(resolved)) return createPlainSgd(width, resolved.eta0);
  const { probability } = losses[resolved.loss];
  const member = sgdMember(width, options);
  return { ...asLearner(member), predictProba: (row) => probability(member.logit(row)) };
}

/** Whether the two loops of `createPlainSgd` are all that these hyper-parameters ask for. */
function isPlain(resolved: Resolved<SgdOptions>): boolean {
  const { loss, penalty, learningRate, average, fitIntercept, interceptDecay, classWeight } = resolved;
  return (
    loss === 'log_loss' &&
    penalty === null &&
    learningRate === 'constant' &&
    average === false &&
    fitIntercept &&
    interceptDecay === 1 &&
    Object.keys(classWeight).length === 0
  );
}

/** The same in two steps. Its `logit` is the margin: log odds if the loss is `log_loss`. */
export function sgdMember(width: number, options: SgdOptions = {}): Member {
  const resolved = resolveSgdOptions(options);
  const { loss, penalty, alpha, l1Ratio, learningRate, eta0, fitIntercept, interceptDecay, classWeight } = resolved;
  const passiveAggressive = learningRate === 'pa1' || learningRate === 'pa2' ? learningRate : undefined;

  const { gradient } = losses[loss];
  const rateAt = schedules[learningRate](resolved);
  const l1Share = penalty === 'l1' ? 1 : penalty === 'elasticnet' ? l1Ratio : 0;
  const l2Strength = penalty === null ? 0 : (1 - l1Share) * alpha;
  const l1Strength = penalty === null ? 0 : l1Share * alpha;
  const { 0: negativeWeight = 1, 1: positiveWeight = 1 } = classWeight;
  const interceptShare = fitIntercept ? interceptDecay : 0;

  const coef = new Float64Array(width);
  const intercept = new Float64Array(1);
  const t = Float64Array.of(1); // number of the next row
  const average = resolved.average === false ? undefined : createAverage(coef, intercept, Number(resolved.average));
  const l1Penalty = l1Strength > 0 ? createL1Penalty(coef) : undefined;

  let row: Float64Array = coef;
  const margin = new Float64Array(1);
  return {
    state: { coef, intercept, t, ...average?.state, ...l1Penalty?.state },
    beginSegment() {
      average?.beginSegment(t[0] - 1);
      l1Penalty?.beginSegment();
    },
    logit(given) {
      row = given;
      let z = 0;
      for (let j = 0; j < width; j++) z += coef[j] * given[j];
      z += intercept[0];
      margin[0] = z;
      return average?.covers(t[0] - 1) ? average.margin(given) : z;
    },
    // the margin is log odds where the logistic function makes the probability of it
    ...(losses[loss].probability === sigmoid && {
      contributions(given, out) {
        if (average?.covers(t[0] - 1)) addends(average.coef, average.intercept[0], given, out);
        else addends(coef, intercept[0], given, out);
      },
    }),
    learn(label, weight) {
      if (weight === 0) return;
      const x = row;
      const y = label === 1 ? 1 : -1;
      const rate = rateAt(t[0]);
      const step = passiveAggressive
        ? passiveAggressiveStep(passiveAggressive, eta0, x, margin[0], y)
        : -rate * clip(gradient(margin[0], y));
      const update = step * ((label === 1 ? positiveWeight : negativeWeight) * weight);
      const kept = Math.max(0, 1 - rate * l2Strength);
      for (let j = 0; j < width; j++) coef[j] = kept * coef[j] + update * x[j];
      intercept[0] += interceptShare * update;
      average?.add(t[0], kept);
      l1Penalty?.apply(rate * l1Strength, average);
      t[0] += 1;
    },
  };
}

/** scikit-learn's guard: the squared losses of a wild row would otherwise throw the weights out of all numbers. */
const GRADIENT_MAX = 1e12;

function clip(gradient: number): number {
  return gradient > GRADIENT_MAX ? GRADIENT_MAX : gradient < -GRADIENT_MAX ? -GRADIENT_MAX : gradient;
}
