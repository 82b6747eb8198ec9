import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../learning/definition.ts';
import type { LearnerDefinition } from '../../learning/learners/registry.ts';
import { logit, sigmoid } from '../../learning/logistic.ts';
import { createModel, type Model } from '../../learning/model.ts';
import { contributionsOf, isExplainable, uncertaintyOf } from '../../learning/served.ts';
import { decodeJson } from '../../records/json.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';

const rows = rowsOf(400, { width: 3 });
const fresh = rowsOf(50, { width: 3, seed: 'fresh' });

function taught(varied: Partial<ModelDefinition>): Model {
  const model = createModel(definitionOf({ features: 3, ...varied }));
  for (let from = 0; from < rows.count; from += 100) {
    const X = rows.X.slice(3 * from, 3 * (from + 100));
    model.observe({ count: 100, width: 3, X, y: rows.y.slice(from, from + 100) });
  }
  return model;
}

/** A model whose gate tries a challenger: what came last was the opposite of what it had learned. */
function inTrial(learner: LearnerDefinition): Model {
  const model = taught({ learner, gate: { name: 'champion' }, segmentRows: 100 });
  for (let k = 0; k < 12; k++) {
    const more = rowsOf(100, { width: 3, seed: `more ${k}` });
    model.observe(more);
  }
  const flipped = rowsOf(100, { width: 3, seed: 'flipped' });
  model.observe({ ...flipped, y: flipped.y.map((label) => 1 - label) });
  expect(model.rival()?.share).toBeGreaterThan(0);
  return model;
}

function sumOf(model: Model, row: number): { readonly sum: number; readonly share: number } {
  const out = new Float64Array(4).fill(Number.NaN);
  const share = contributionsOf(model, fresh.X, 3 * row, out);
  return { sum: out.reduce((a, b) => a + b), share };
}

const linear: readonly LearnerDefinition[] = [
  { name: 'sgd' },
  { name: 'sgd', penalty: 'l2', learningRate: 'optimal', alpha: 0.01 },
  { name: 'sgd', loss: 'hinge' },
  { name: 'sgd', average: true },
  { name: 'sgd', average: 1_000 },
  { name: 'ftrl', l1: 0.1 },
  { name: 'adagrad' },
  { name: 'bayes' },
  { name: 'logistic-kalman' },
  { name: 'logistic-kalman', moderated: false },
];

describe('contributions', () => {
  it.each(linear)('of %j add up to the log odds of the served probability', (learner) => {
    const model = taught({ learner });
    for (let i = 0; i < fresh.count; i++) {
      const { sum, share } = sumOf(model, i);
      expect(share).toBe(1);
      expect(sigmoid(sum)).toBeCloseTo(model.predictProba(fresh.X, 3 * i), 13);
    }
  });

  it.each<LearnerDefinition>([{ name: 'sgd' }, { name: 'bayes' }])(
    'of %j add up to them in a trial too, where two are heard',
    (learner) => {
      const model = inTrial(learner);
      for (let i = 0; i < fresh.count; i++) {
        expect(sumOf(model, i).sum).toBeCloseTo(logit(model.predictProba(fresh.X, 3 * i)), 9);
      }
    },
  );

  it('of a committee are those of its linear members, with the weight that these have in the mixture', () => {
    const model = taught({ learner: { name: 'committee' } });
    const members = model.champion.members?.() ?? [];
    const linearOnes = ['adagrad 0.2', 'adagrad 0.5', 'bayes', 'kalman'];
    const weight = members.filter(({ name }) => linearOnes.includes(name)).reduce((sum, { weight }) => sum + weight, 0);
    const out = new Float64Array(4);
    const sums = [0, 0, 0];
    for (let i = 0; i < fresh.count; i++) {
      expect(contributionsOf(model, fresh.X, 3 * i, out)).toBeCloseTo(weight, 12);
      for (let j = 0; j < 3; j++) sums[j] += Math.abs(out[j]);
    }
    expect(sums[0]).toBeGreaterThan(3 * Math.max(sums[1], sums[2])); // the label is the sign of the first feature
  });

  it.each<LearnerDefinition>([
    { name: 'mlp' },
    { name: 'fourier' },
    { name: 'pairwise' },
    { name: 'naive-bayes' },
    { name: 'sgd', loss: 'modified_huber' },
    { name: 'logistic-kalman', labelNoise: 0.1 },
  ])('are not told of %j, whose log odds are no sum over the features', (learner) => {
    const model = taught({ learner });
    expect(isExplainable(model)).toBe(false);
    expect(() => sumOf(model, 0)).toThrow(`Got learner ${learner.name} when expected one that adds features up.`);
  });

  it('go to the features by name, whatever the encoder made of them', () => {
    const features = ['age', 'country', 'visits', 'city'];
    const definition = definitionOf({ features, categorical: ['country', 'city'], missing: ['age'], hashBits: 1 });
    const model = createModel(definition);
    const named = Array.from({ length: 200 }, (_, i) => ({
      ...(i % 3 === 0 ? {} : { age: i % 7 }),
      country: ['DE', 'FR', 'IT'][i % 3],
      city: ['Bonn', 'Lyon', 'Rome', 'Jena', 'Nice'][i % 5],
      visits: i % 4,
      label: i % 3 === 0 ? 1 : 0,
    }));
    const json = new TextEncoder().encode(JSON.stringify({ rows: named }));
    const { rows: asked } = decodeJson(json, new Map([['clicks', definition]]), {});
    model.observe(asked);
    for (let i = 0; i < 60; i++) {
      const out = new Float64Array(5);
      contributionsOf(model, asked.X, 4 * i, out);
      expect(sigmoid(out.reduce((a, b) => a + b))).toBeCloseTo(model.predictProba(asked.X, 4 * i), 13);
    }
  });
});

describe('uncertainty', () => {
  it.each<LearnerDefinition>([
    { name: 'bayes' },
    { name: 'logistic-kalman' },
    { name: 'pairwise' },
    { name: 'committee' },
  ])('of %j is between 0 and one half, and finite', (learner) => {
    const model = taught({ learner });
    for (let i = 0; i < fresh.count; i++) {
      const uncertainty = uncertaintyOf(model, fresh.X, 3 * i) ?? Number.NaN;
      expect(uncertainty).toBeGreaterThan(0);
      expect(uncertainty).toBeLessThan(0.5);
    }
  });

  it('of bayes is half of the interval between the probabilities one standard deviation to either side', () => {
    const model = taught({ learner: { name: 'bayes' }, scaler: 'none' });
    const { 'learner/mean': mean, 'learner/variance': variance } = model.champion.state as Record<string, Float64Array>;
    const row = [...fresh.X.subarray(0, 3), 1];
    const m = row.reduce((sum, x, j) => sum + mean[j] * x, 0);
    const s = Math.sqrt(row.reduce((sum, x, j) => sum + variance[j] * x * x, 0));
    expect(uncertaintyOf(model, fresh.X, 0)).toBeCloseTo((sigmoid(m + s) - sigmoid(m - s)) / 2, 12);
  });

  it('in a trial is more than the share of either, where the two do not agree', () => {
    const model = inTrial({ name: 'bayes' });
    const { classifier, share } = model.rival() ?? expect.fail('expected a trial');
    const { champion } = model;
    for (let i = 0; i < fresh.count; i++) {
      const [u, v] = [champion, classifier].map((one) => one.uncertainty?.(fresh.X, 3 * i) ?? Number.NaN);
      const [p, q] = [champion, classifier].map((one) => one.predictProba(fresh.X, 3 * i));
      const mean = (1 - share) * p + share * q;
      const variance = (1 - share) * (u ** 2 + (p - mean) ** 2) + share * (v ** 2 + (q - mean) ** 2);
      expect(uncertaintyOf(model, fresh.X, 3 * i)).toBeCloseTo(Math.sqrt(variance), 12);
    }
  });

  it.each<LearnerDefinition>([{ name: 'sgd' }, { name: 'mlp' }])(
    'is not told of %j, which has no belief',
    (learner) => {
      expect(uncertaintyOf(taught({ learner }), fresh.X, 0)).toBeUndefined();
    },
  );
});
