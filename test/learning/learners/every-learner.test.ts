import { describe, expect, it } from 'vitest';
import { createLearner, learnerNames } from '../../../learning/learners/registry.ts';
import { rowsOf } from '../../builders/rows.ts';

const rows = rowsOf(400, { width: 3 });
const row = (i: number) => rows.X.slice(3 * i, 3 * i + 3);

/** The battery that every learner passes. */
describe.each(learnerNames)('the learner %s', (name) => {
  const fresh = () => createLearner(3, { name });
  const trained = () => {
    const learner = fresh();
    for (let i = 0; i < rows.count; i++) learner.partialFit(row(i), rows.y[i], 1);
    return learner;
  };

  it('says one half before it has learned', () => {
    expect(fresh().predictProba(Float64Array.of(1, 2, 3))).toBe(0.5);
  });

  it('is the same after the same rows', () => {
    expect(trained().state).toEqual(trained().state);
  });

  it('gives probabilities, also far outside of what it has seen', () => {
    const learner = trained();
    for (const far of [0, 1, -1, 1e6, -1e6, 1e100, -1e100]) {
      const p = learner.predictProba(Float64Array.of(far, -far, far));
      expect(p >= 0 && p <= 1).toBe(true);
    }
  });

  it('predicts better than chance after a few hundred rows', () => {
    const learner = trained();
    const right = rowsOf(400, { width: 3, seed: 'test', flipped: 0 });
    let hits = 0;
    for (let i = 0; i < right.count; i++) {
      hits += (learner.predictProba(right.X.slice(3 * i, 3 * i + 3)) >= 0.5 ? 1 : 0) === right.y[i] ? 1 : 0;
    }
    expect(hits / right.count).toBeGreaterThan(0.85);
  });

  it('changes neither itself nor the row when it predicts, and not the row when it learns', () => {
    const learner = trained();
    const before = structuredClone(learner.state);
    const given = row(0);
    learner.predictProba(given);
    expect(learner.state).toEqual(before);
    learner.partialFit(given, 1, 1);
    expect(given).toEqual(row(0));
  });

  it('learns nothing of a row that weighs nothing', () => {
    const learner = trained();
    const before = structuredClone(learner.state);
    learner.partialFit(row(0), 1 - rows.y[0], 0);
    expect(learner.state).toEqual(before);
  });

  it('keeps the same arrays, of the same lengths, however much it learns', () => {
    const learner = fresh();
    const arrays = { ...learner.state };
    for (let i = 0; i < rows.count; i++) learner.partialFit(row(i), rows.y[i], 1);
    for (const [key, array] of Object.entries(learner.state)) expect(array).toBe(arrays[key]);
  });

  it('stays finite on rows as large as a scaler lets through', () => {
    const learner = fresh();
    for (let i = 0; i < 100; i++) {
      const far = i % 2 === 0 ? 1e100 : -1e100;
      learner.partialFit(Float64Array.of(far, -far, far), i % 3 === 0 ? 1 : 0, 1);
    }
    for (const array of Object.values(learner.state)) {
      expect(Array.from(array as Float64Array).every(Number.isFinite)).toBe(true);
    }
  });
});
