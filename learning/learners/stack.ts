import type { Workspace } from '../kernels/workspace.ts';
import { sigmoid } from '../logistic.ts';
import { dot } from './dot.ts';
import type { Member } from './learner.ts';
import { createTriangle, elementAt } from './triangle.ts';

/** A row's memory halves in 1,400 rows: members overtake each other, and the stack has to follow. */
const FORGETTING_FACTOR = 0.9995;
/** Dividing by the factor lets the covariance grow where members agree for long; not beyond this times the prior's. */
const GROWTH_MAX = 10;
/** Log odds beyond ±8 are one in 3,000, which nobody knows better. */
const LOGIT_MAX = 8;
const INFORMATION_MIN = 1e-6;

/**
 * Stacking: a recursive Bayesian logistic regression on the log odds of members, which begins as their mean
 * (Wolpert 1992; the recursion is that of logistic-kalman.ts, with exponential forgetting).
 *
 * @param priorVariance how far from the mean the weights are expected to go
 */
export function stackMember(workspace: Workspace, members: number, priorVariance: number): Member {
  const coef = new Float64Array(members).fill(1 / members);
  const covariance = createTriangle(workspace, members, priorVariance);
  const inputs = workspace.allot(members);
  const gain = workspace.allot(members);
  const growth = 1 / FORGETTING_FACTOR;
  const asked = new Float64Array(1); // the log odds
  return {
    state: { coef, covariance: covariance.elements },
    logit(logits) {
      for (let k = 0; k < members; k++) {
        inputs[k] = logits[k] > LOGIT_MAX ? LOGIT_MAX : logits[k] < -LOGIT_MAX ? -LOGIT_MAX : logits[k];
      }
      asked[0] = dot(coef, inputs, members);
      return asked[0];
    },
    learn(label, weight) {
      if (weight === 0) return;
      const variance = Math.max(0, covariance.multiply(inputs, gain));
      const p = sigmoid(asked[0]);
      const information = Math.max(weight * p * (1 - p), INFORMATION_MIN);
      const damping = 1 / (FORGETTING_FACTOR + information * variance);
      const step = weight * (label - p) * damping;
      for (let k = 0; k < members; k++) coef[k] += step * gain[k];
      covariance.downdate(gain, information * damping, growth, 0);
      bound(covariance.elements, members, GROWTH_MAX * priorVariance);
    },
  };
}

/** Scales a covariance down so that no variance is over `limit`; it stays positive definite. */
function bound(covariance: Float64Array, size: number, limit: number): void {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, covariance[elementAt(i, i)]);
  if (largest <= limit) return;
  const scale = limit / largest;
  for (let i = 0; i < covariance.length; i++) covariance[i] *= scale;
}
