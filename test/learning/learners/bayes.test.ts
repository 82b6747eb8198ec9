import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';
import { bayesMember, createBayes } from '../../../learning/learners/bayes.ts';
import { logisticKalmanMember } from '../../../learning/learners/logistic-kalman.ts';
import { sigmoid } from '../../../learning/logistic.ts';
import { seededRandom } from '../../../learning/random.ts';

/** Mean and variance of a weight under a normal prior and logistic labels, by the trapezoidal rule. */
function integrated(labels: readonly number[], priorVariance: number): { mean: number; variance: number } {
  let [total, first, second] = [0, 0, 0];
  for (let w = -12; w <= 12; w += 0.001) {
    const likelihood = labels.reduce((sum, label) => sum + Math.log(sigmoid(label === 1 ? w : -w)), 0);
    const density = Math.exp(likelihood - (w * w) / (2 * priorVariance));
    total += density;
    first += density * w;
    second += density * w * w;
  }
  const mean = first / total;
  return { mean, variance: second / total - mean * mean };
}

const random = seededRandom('coin');
const coins = [5, 50, 500].map((count) => Array.from({ length: count }, () => (random.uniform() < 0.7 ? 1 : 0)));
const forgetful = { priorVariance: 1, forgetting: 0 };
const full = { ...forgetful, labelNoise: 0, moderated: true };

describe.each([
  ['bayes', () => bayesMember(0, forgetful), 'variance'],
  ['logistic-kalman', () => logisticKalmanMember(createWorkspace(8), 0, full), 'covariance'],
] as const)('the belief of %s about one weight', (_, create, width) => {
  it.each(coins.map((labels) => ({ labels, n: labels.length })))(
    'is that of numerical integration after $n rows',
    ({ labels }) => {
      const member = create();
      for (const label of labels) {
        member.logit(new Float64Array(0));
        member.learn(label, 1);
      }
      const exact = integrated(labels, 1);
      const spread = Math.sqrt(exact.variance);
      expect(Math.abs((member.state.mean[0] as number) - exact.mean)).toBeLessThan(0.2 * spread);
      expect(Math.abs(Math.sqrt(member.state[width][0] as number) / spread - 1)).toBeLessThan(0.1); // five rows leave a belief that is not quite normal
    },
  );
});

describe('bayes', () => {
  it('is less certain of a row that lies farther from what it has seen', () => {
    const learner = createBayes(1);
    for (let i = 0; i < 200; i++) learner.partialFit(Float64Array.of(i % 2 === 0 ? 1 : -1), i % 4 < 2 ? 1 : 0, 1);
    const [near, far] = [1, 10].map((x) => learner.uncertainty?.(Float64Array.of(x)) ?? Number.NaN);
    expect(near).toBeLessThan(createBayes(1).uncertainty?.(Float64Array.of(1)) ?? Number.NaN);
    expect(far).toBeGreaterThan(3 * near);
  });

  it('gives back its certainty, and not more, while it forgets', () => {
    const learner = createBayes(1, { forgetting: 0.01, priorVariance: 2 });
    for (let i = 0; i < 5_000; i++) learner.partialFit(Float64Array.of(0), i % 2, 1);
    expect(learner.state.variance[0] as number).toBeCloseTo(2, 6); // its feature never said anything
    expect(learner.state.variance[1] as number).toBeGreaterThan(0.01);
  });
});
