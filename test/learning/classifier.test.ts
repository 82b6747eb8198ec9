import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../learning/classifier.ts';
import { scalerNames } from '../../learning/scalers/registry.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsFrom, rowsOf } from '../builders/rows.ts';

describe.each(scalerNames)('a classifier with %s', (scaler) => {
  const fresh = () => createClassifier(definitionOf({ scaler }));
  const rows = rowsOf(200);

  it('says one half before it has learned', () => {
    expect(fresh().predictProba(rows.X, 0)).toBe(0.5);
  });

  it('learns the sign of a feature', () => {
    const classifier = fresh();
    for (let pass = 0; pass < 30; pass++) classifier.partialFit(rows);
    expect(classifier.predictProba(Float64Array.of(2, 0), 0)).toBeGreaterThan(0.8);
    expect(classifier.predictProba(Float64Array.of(-2, 0), 0)).toBeLessThan(0.2);
  });

  it('changes nothing when it predicts', () => {
    const classifier = fresh();
    classifier.partialFit(rows);
    const before = structuredClone(classifier.state);
    for (let i = 0; i < rows.count; i++) classifier.predictProba(rows.X, 2 * i);
    expect(classifier.state).toEqual(before);
  });

  it('learns only the rows that are named, in that order', () => {
    const [named, picked] = [fresh(), fresh()];
    named.partialFit(rowsFrom([9, 1, 1], [0, 0, 0], [2, 1, 1]), Uint32Array.of(2, 1));
    picked.partialFit(rowsFrom([2, 1, 1], [0, 0, 0]));
    if (scaler === 'minmax') {
      // its scale comes from the whole segment, as in the tutorial
      expect(named.state['scaler/max']).toEqual(Float64Array.of(9, 1));
    } else {
      expect(named.state).toEqual(picked.state);
    }
    const none = fresh();
    none.partialFit(rows, new Uint32Array(0));
    expect(none.state['learner/coef']).toEqual(new Float64Array(2));
  });

  it('becomes another one, and then goes its own way', () => {
    const [one, other] = [fresh(), fresh()];
    one.partialFit(rows);
    other.become(one);
    expect(other.state).toEqual(one.state);
    const before = structuredClone(other.state);
    one.partialFit(rows);
    expect(other.state).toEqual(before);
  });
});
