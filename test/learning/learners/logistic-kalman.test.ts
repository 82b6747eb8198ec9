import { describe, expect, it } from 'vitest';
import { createLogisticKalman } from '../../../learning/learners/logistic-kalman.ts';
import { elementAt } from '../../../learning/learners/triangle.ts';
import { sigmoid } from '../../../learning/logistic.ts';
import { rowsOf } from '../../builders/rows.ts';

const rows = rowsOf(2_000, { width: 3, flipped: 0.1 });
const row = (i: number) => rows.X.subarray(3 * i, 3 * i + 3);

describe('logistic-kalman', () => {
  it('refuses more than 128 features, and says what to take instead', () => {
    expect(() => createLogisticKalman(129)).toThrow(
      'logistic-kalman: expected at most 128 features, got 129: take bayes or ftrl',
    );
  });

  it('learns the same whatever the features are multiplied with, given a prior that is as wide', () => {
    const plain = createLogisticKalman(3, { forgetting: 0, priorVariance: 1e6 });
    const scaled = createLogisticKalman(3, { forgetting: 0, priorVariance: 1e6 });
    for (let i = 0; i < 500; i++) {
      plain.partialFit(row(i), rows.y[i], 1);
      scaled.partialFit(
        row(i).map((x) => 3 * x),
        rows.y[i],
        1,
      );
    }
    const p = plain.predictProba(row(600));
    expect(Math.abs(scaled.predictProba(row(600).map((x) => 3 * x)) - p)).toBeLessThan(0.01);
  });

  it('finds a boundary that noise hides better when it knows of the noise', () => {
    const cost = (labelNoise: number): number => {
      const learner = createLogisticKalman(3, { labelNoise, priorVariance: 10 });
      let sum = 0;
      for (let i = 0; i < rows.count; i++) {
        const p = learner.predictProba(row(i));
        sum -= Math.log(rows.y[i] === 1 ? p : 1 - p);
        learner.partialFit(row(i), rows.y[i], 1);
      }
      return sum / rows.count;
    };
    expect(cost(0.1)).toBeLessThan(0.9 * cost(0));
    expect(cost(0.1)).toBeLessThan(0.375); // the noise itself costs 0.325, and knowing nothing 0.693
  });

  it('keeps its covariance positive while features say nothing for long', () => {
    const learner = createLogisticKalman(3);
    for (let i = 0; i < 20_000; i++) learner.partialFit(Float64Array.of(1, 0, 0), i % 2, 1);
    const covariance = learner.state.covariance as Float64Array;
    for (let i = 0; i < 4; i++) expect(covariance[elementAt(i, i)]).toBeGreaterThan(0);
    expect(learner.uncertainty?.(Float64Array.of(0, 1, 0))).toBeLessThan(sigmoid(1.5) - 0.5); // a prior's is 1, and ½ is its middle
  });
});
