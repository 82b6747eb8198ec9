import { createWorkspace, type Workspace } from '../kernels/workspace.ts';
import { sigmoid } from '../logistic.ts';
import { above, below, flag, type OptionTable, resolveOptions } from '../options.ts';
import { SHRINKAGE } from './bayes.ts';
import { dot } from './dot.ts';
import { addends, asLearner, type Learner, type Member, openness } from './learner.ts';
import { createTriangle } from './triangle.ts';

export interface LogisticKalmanOptions {
  /** Variance of a weight before anything is known of it. @default 1 */
  readonly priorVariance?: number;
  /** Share by which the covariance goes back to the prior's with each row; the weights stay. @default 0.0001 */
  readonly forgetting?: number;
  /** Share of labels, on either side, that say the opposite of what the weights do. @default 0 */
  readonly labelNoise?: number;
  /** Whether the probability is averaged over the belief, and so is modest where little is known. @default true */
  readonly moderated?: boolean;
}

const table: OptionTable<LogisticKalmanOptions> = {
  priorVariance: above(0, 1),
  forgetting: below(0, 1, 0.0001),
  labelNoise: below(0, 0.5, 0),
  moderated: flag(true),
};

/** Its state grows with the square of the width: 128 features are 69 kB, and 0.005 ms a row. */
export const KALMAN_WIDTH_MAX = 128;

/** Numbers: the triangle of 130 rows, a row and a gain. */
const WORKSPACE = 130 * 66 + 2 * 130;
/** Beyond it a feature is no measurement; its square, and the sum of many, stay finite. */
export const FEATURE_MAX = 1e9;
/** Below it a row says next to nothing of the weights; it keeps the update away from 0 / 0. */
const INFORMATION_MIN = 1e-6;

/**
 * Bayesian logistic regression with a full covariance: an extended Kalman filter on the weights.
 *
 * Use it where features are correlated and there are not many of them: it needs no rate and no scaling, and takes each
 * row for all that it says. The update is the recursive Newton step of generalised linear models (Fahrmeir 1992,
 * "Posterior mode estimation by extended Kalman filtering"); forgetting pulls the covariance towards the prior's, which,
 * unlike dividing by a factor below 1, never blows up in a direction that the rows leave out.
 *
 * With `labelNoise` ε the link is p = ε + (1 − 2ε) σ(z): a row far on the wrong side says little, instead of a lot.
 *
 * @throws {Error} when the width is over 128.
 */
export function createLogisticKalman(width: number, options: LogisticKalmanOptions = {}): Learner {
  if (width > KALMAN_WIDTH_MAX) {
    throw new Error(`logistic-kalman: expected at most ${KALMAN_WIDTH_MAX} features, got ${width}: take bayes or ftrl`);
  }
  return asLearner(
    logisticKalmanMember(createWorkspace(WORKSPACE), width, resolveOptions('logistic-kalman', options, table)),
  );
}

/** The same, for a committee. */
export function logisticKalmanMember(
  workspace: Workspace,
  width: number,
  options: Required<LogisticKalmanOptions>,
): Member {
  const { priorVariance, forgetting, labelNoise, moderated } = options;
  const size = width + 1; // the intercept last
  const mean = new Float64Array(size);
  const covariance = createTriangle(workspace, size, priorVariance);
  const row = workspace.allot(size).fill(1);
  const gain = workspace.allot(size);
  const span = 1 - 2 * labelNoise;
  const keep = 1 - forgetting;
  const regained = forgetting * priorVariance;
  const asked = new Float64Array(3); // variance of z, σ(z), probability
  const take = (given: Float64Array): void => {
    row.set(given); // in one piece: after numbers written one by one, a kernel that loads two took longer
    for (let i = 0; i < width; i++) {
      if (row[i] > FEATURE_MAX) row[i] = FEATURE_MAX;
      else if (row[i] < -FEATURE_MAX) row[i] = -FEATURE_MAX;
    }
  };
  const spreadOf = (): number => Math.max(0, covariance.multiply(row, gain));
  return {
    state: { mean, covariance: covariance.elements },
    uncertainty(given) {
      take(given);
      const deviation = Math.sqrt(spreadOf());
      return span * openness(dot(mean, row, size), deviation);
    },
    // with label noise the log odds are no sum over the features
    ...(labelNoise === 0 && {
      contributions(given, out) {
        take(given);
        const moderation = moderated ? 1 / Math.sqrt(1 + SHRINKAGE * spreadOf()) : 1;
        addends(mean, mean[width], row.subarray(0, width), out);
        for (let j = 0; j < size; j++) out[j] *= moderation;
      },
    }),
    logit(given) {
      take(given);
      const variance = moderated ? spreadOf() : 0; // who does not need it yet leaves it to `learn`
      const z = dot(mean, row, size) / Math.sqrt(1 + SHRINKAGE * variance);
      const side = sigmoid(z);
      const probability = labelNoise + span * side;
      asked[0] = variance;
      asked[1] = side;
      asked[2] = probability;
      return labelNoise === 0 ? z : Math.log(probability / (1 - probability));
    },
    learn(label, weight) {
      if (weight === 0) return;
      const variance = moderated ? asked[0] : spreadOf();
      const side = asked[1];
      const probability = asked[2];
      const slope = span * side * (1 - side); // ∂p/∂z
      const spread = Math.max(probability * (1 - probability), INFORMATION_MIN);
      const information = Math.max((weight * slope * slope) / spread, INFORMATION_MIN);
      const damping = 1 / (1 + information * variance);
      // without noise slope / spread is 1, also where both have vanished
      const step = damping * weight * (label - probability) * (labelNoise === 0 ? 1 : slope / spread);
      for (let i = 0; i < size; i++) mean[i] += step * gain[i];
      covariance.downdate(gain, information * damping, keep, regained);
    },
  };
}
