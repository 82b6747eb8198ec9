import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../../learning/definition.ts';
import { encodedNames, encodedWidth } from '../../../learning/encoder.ts';
import { shapeDifference, stateDifference } from '../../../learning/snapshot/difference.ts';
import { emptySnapshot, encodeSnapshot } from '../../../learning/snapshot/snapshot.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';

function bytesAfter(segments: number, varied: Partial<ModelDefinition> = {}): Uint8Array {
  const snapshot = emptySnapshot(definitionOf(varied));
  for (let i = 0; i < segments; i++) snapshot.model.observe(rowsOf(50, { seed: `segment ${i}` }));
  return encodeSnapshot(snapshot);
}

describe('what changed between two snapshots', () => {
  it.each(['sgd', 'ftrl', 'adagrad', 'bayes', 'logistic-kalman'] as const)(
    'is told by the weight of each feature: %s',
    (name) => {
      const definition = definitionOf({ features: ['age', 'visits'], learner: { name } });
      const [from, to] = [2, 4].map((segments) =>
        bytesAfter(segments, { features: ['age', 'visits'], learner: { name } }),
      );
      const { weights = [] } = stateDifference(from, to, definition);
      expect(weights.map(({ feature }) => feature)).toEqual(expect.arrayContaining(['age', 'visits', 'intercept']));
      expect(weights).toHaveLength(3);
      const sizes = weights.map(({ from, to }) => Math.abs(to - from));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    },
  );

  it('is exactly what the weights say', () => {
    const definition = definitionOf();
    const [before, after] = [emptySnapshot(definition), emptySnapshot(definition)];
    const coef = after.model.champion.state['learner/coef'] as Float64Array;
    coef.set([0.5, -2]);
    expect(stateDifference(encodeSnapshot(before), encodeSnapshot(after), definition)).toEqual({
      arrays: [{ name: 'learner/coef', norm: Math.sqrt(4.25), share: null }],
      weights: [
        { feature: 'x1', from: 0, to: -2 },
        { feature: 'x0', from: 0, to: 0.5 },
      ],
    });
    coef.set([1, -4]);
    const twice = encodeSnapshot(after);
    coef.set([0.5, -2]);
    expect(stateDifference(encodeSnapshot(after), twice, definition).arrays).toEqual([
      { name: 'learner/coef', norm: Math.sqrt(4.25), share: 1 },
    ]);
  });

  it('is nothing between a snapshot and itself', () => {
    const bytes = bytesAfter(3);
    expect(stateDifference(bytes, bytes, definitionOf())).toEqual({ arrays: [], weights: [] });
    expect(shapeDifference(bytes, bytes)).toEqual([]);
  });

  it('has no weights of a learner that has none for each feature, but the change of each array', () => {
    const learner = { name: 'mlp' } as const;
    const { weights, arrays } = stateDifference(
      bytesAfter(1, { learner }),
      bytesAfter(3, { learner }),
      definitionOf({ learner }),
    );
    expect(weights).toBeUndefined();
    expect(arrays.map(({ name }) => name)).toContain('learner/weights');
  });

  it('is told where the two were made for other definitions too: the fields that differ', () => {
    const [from, to] = [bytesAfter(0), bytesAfter(0, { features: 3, learner: { name: 'ftrl' } })];
    expect(shapeDifference(from, to)).toEqual([
      { field: 'features', from: ['x0', 'x1'], to: ['x0', 'x1', 'x2'] },
      { field: 'learner', from: 'sgd', to: 'ftrl' },
    ]);
    expect(stateDifference(from, to, definitionOf()).weights).toBeUndefined();
  });
});

it('each place of an encoded row has a name', () => {
  const definition = definitionOf({
    features: ['age', 'town', 'visits'],
    categorical: ['town'],
    missing: ['visits'],
    hashBits: 2,
  });
  expect(encodedNames(definition)).toEqual(['age', 'visits', 'visits missing', 'bin 0', 'bin 1', 'bin 2', 'bin 3']);
  expect(encodedNames(definition)).toHaveLength(encodedWidth(definition));
});
