import { describe, expect, it } from 'vitest';
import { createAdam } from '../../../learning/learners/adam.ts';
import { createMlp, type MlpOptions } from '../../../learning/learners/mlp.ts';
import { createNetwork } from '../../../learning/learners/mlp-network.ts';
import { sigmoid } from '../../../learning/logistic.ts';
import { logLoss } from '../../../learning/metrics/losses.ts';
import { seededRandom } from '../../../learning/random.ts';

describe('the network of mlp', () => {
  it.each([0, 1])('has the gradient that finite differences give, label %i', (label) => {
    const network = createNetwork(4, 3, 'gradient');
    const random = seededRandom('point');
    for (let i = 0; i < network.weights.length; i++) network.weights[i] = random.normal();
    const row = Float64Array.from({ length: 4 }, () => random.normal());
    const lossAt = () => logLoss(label, sigmoid(network.forward(row)));

    const gradient = new Float64Array(network.weights.length);
    network.gradient(sigmoid(network.forward(row)) - label, gradient);

    const h = 1e-6; // a central difference is wrong by about h² and 1e-16 / h
    gradient.forEach((slope, i) => {
      const weight = network.weights[i];
      network.weights[i] = weight + h;
      const up = lossAt();
      network.weights[i] = weight - h;
      const down = lossAt();
      network.weights[i] = weight;
      expect(Math.abs(slope - (up - down) / (2 * h))).toBeLessThan(1e-8);
    });
    expect(gradient.every((slope) => slope !== 0)).toBe(true);
  });

  it('begins with weights that its seed draws, and without an opinion', () => {
    const [one, same, other] = ['a', 'a', 'b'].map((seed) => createNetwork(2, 3, seed));
    expect(same.weights).toEqual(one.weights);
    expect(other.weights).not.toEqual(one.weights);
    expect(one.forward(Float64Array.of(5, -7))).toBe(0);
    expect(one.weights.slice(0, 6).every((weight) => weight !== 0 && Math.abs(weight) <= Math.sqrt(6 / 5))).toBe(true);
  });
});

describe('Adam', () => {
  it('is Algorithm 1 of the paper', () => {
    const [learningRate, beta1, beta2] = [0.1, 0.8, 0.95];
    const weights = Float64Array.of(1);
    const adam = createAdam(weights, { learningRate, beta1, beta2 });
    let [m, v, theta] = [0, 0, 1];
    for (let t = 1; t <= 50; t++) {
      const g = Math.sin(t);
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      theta -= (learningRate * (m / (1 - beta1 ** t))) / Math.sqrt(v / (1 - beta2 ** t));
      adam.step(Float64Array.of(g));
      expect(weights[0]).toBeCloseTo(theta, 6); // apart by its ε
    }
    expect(adam.state.adamSteps[0]).toBe(50);
  });

  it('does not move a weight that never had a gradient', () => {
    const weights = Float64Array.of(1, 1);
    createAdam(weights, { learningRate: 0.1, beta1: 0.9, beta2: 0.999 }).step(Float64Array.of(1, 0));
    expect(weights[1]).toBe(1);
    expect(weights[0]).toBeCloseTo(0.9, 6);
  });
});

describe('mlp', () => {
  it('does what its example says', () => {
    const learner = createMlp(1, { learningRate: 0.1 });
    for (let i = 0; i < 10; i++) learner.partialFit(Float64Array.of(2), 1, 1);
    expect(learner.predictProba(Float64Array.of(2))).toBeCloseTo(0.9999, 4);
  });

  it('learns what no linear model can: whether two features have one sign', () => {
    const learner = createMlp(2);
    const random = seededRandom('corners');
    let right = 0;
    for (let i = 0; i < 6000; i++) {
      const row = Float64Array.of(random.normal(), random.normal());
      const label = row[0] * row[1] > 0 ? 1 : 0;
      if (i >= 5000 && learner.predictProba(row) >= 0.5 === (label === 1)) right++;
      learner.partialFit(row, label, 1);
    }
    expect(right).toBeGreaterThan(930);
  });

  it('goes on learning after a row from outside of the world', () => {
    const learner = createMlp(1);
    learner.partialFit(Float64Array.of(1e100), 0, 1);
    for (let i = 0; i < 500; i++) learner.partialFit(Float64Array.of(i % 2 === 0 ? 1 : -1), i % 2 === 0 ? 1 : 0, 1);
    expect(learner.predictProba(Float64Array.of(1))).toBeGreaterThan(0.9);
  });

  it('has smaller weights with a penalty', () => {
    const normOf = (alpha: number) => {
      const learner = createMlp(1, { alpha });
      for (let i = 0; i < 1000; i++) learner.partialFit(Float64Array.of(i % 2 === 0 ? 1 : -1), i % 2 === 0 ? 1 : 0, 1);
      return (learner.state.weights as Float64Array).reduce((sum, weight) => sum + weight * weight, 0);
    };
    expect(normOf(0.1)).toBeLessThan(0.5 * normOf(0));
  });

  it.each([
    [{ hidden: 0 }, 'hidden: expected a whole number from 1 to 1024, got 0'],
    [{ hidden: 2.5 }, 'hidden: expected a whole number from 1 to 1024, got 2.5'],
    [{ hidden: 1025 }, 'hidden: expected a whole number from 1 to 1024, got 1025'],
    [{ learningRate: 0 }, 'learningRate: expected a number above 0, got 0'],
    [{ alpha: -1 }, 'alpha: expected a number from 0, got -1'],
    [{ beta1: 1 }, 'beta1: expected a number from 0 and below 1, got 1'],
    [{ beta2: -0.5 }, 'beta2: expected a number from 0 and below 1, got -0.5'],
    [{ seed: 7 }, 'seed: expected a text, got 7'],
    [{ seed: '' }, 'seed: expected a text, got ""'],
  ])('refuses %j', (options, message) => {
    expect(() => createMlp(1, options as MlpOptions)).toThrow(new Error(`mlp: ${message}`));
  });
});
