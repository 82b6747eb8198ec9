import { describe, expect, it } from 'vitest';
import { createFtrl, type FtrlOptions } from '../../../learning/learners/ftrl.ts';
import { seededRandom } from '../../../learning/random.ts';

type Row = readonly number[];

/** McMahan et al. 2013, Algorithm 1, line by line. The last feature is the intercept: always 1, no penalty. */
function algorithm1(
  rows: readonly Row[],
  labels: readonly number[],
  { alpha, beta, l1, l2 }: Required<Omit<FtrlOptions, 'fitIntercept'>>,
) {
  const d = rows[0].length + 1;
  const z: number[] = new Array(d).fill(0);
  const n: number[] = new Array(d).fill(0);
  const lambda1 = z.map((_, i) => (i === d - 1 ? 0 : l1));
  const lambda2 = z.map((_, i) => (i === d - 1 ? 0 : l2));
  const weightOf = (i: number) =>
    Math.abs(z[i]) <= lambda1[i]
      ? 0
      : -(((beta + Math.sqrt(n[i])) / alpha + lambda2[i]) ** -1) * (z[i] - Math.sign(z[i]) * lambda1[i]);
  const probabilities = rows.map((features, t) => {
    const x = [...features, 1];
    const I = x.flatMap((value, i) => (value === 0 ? [] : [i]));
    const w = new Map(I.map((i) => [i, weightOf(i)]));
    const p = 1 / (1 + Math.exp(-I.reduce((sum, i) => sum + x[i] * w.get(i)!, 0)));
    for (const i of I) {
      const g = (p - labels[t]) * x[i];
      const sigma = (1 / alpha) * (Math.sqrt(n[i] + g * g) - Math.sqrt(n[i]));
      z[i] = z[i] + g - sigma * w.get(i)!;
      n[i] = n[i] + g * g;
    }
    return p;
  });
  return { z, n, weights: z.map((_, i) => weightOf(i)), probabilities };
}

/** Rows of which a given share is not 0, as hashing makes them; the first feature says most of the label. */
function hashedRows(count: number, width: number, density: number): { rows: Row[]; labels: number[] } {
  const random = seededRandom('hashed');
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: width }, () => (random.uniform() < density ? (random.uniform() < 0.5 ? 1 : -1) : 0)),
  );
  return { rows, labels: rows.map((row) => (row[0] + 0.5 * random.normal() > 0 ? 1 : 0)) };
}

describe('ftrl', () => {
  it.each([
    [{ alpha: 0.3, beta: 1, l1: 0, l2: 0 }, 1],
    [{ alpha: 0.05, beta: 1, l1: 0, l2: 1 }, 0.3],
    [{ alpha: 0.5, beta: 1, l1: 2, l2: 0.1 }, 0.2],
    [{ alpha: 1, beta: 0, l1: 0.5, l2: 0 }, 0.1],
  ])('is Algorithm 1 of the paper to 1e-12: %j, %f of the features not 0', (options, density) => {
    const { rows, labels } = hashedRows(500, 8, density);
    const expected = algorithm1(rows, labels, options);
    const learner = createFtrl(8, options);
    rows.forEach((row, t) => {
      expect(Math.abs(learner.predictProba(Float64Array.from(row)) - expected.probabilities[t])).toBeLessThan(1e-12);
      learner.partialFit(Float64Array.from(row), labels[t], 1);
    });
    const { coef, intercept, z, n } = learner.state as Readonly<Record<string, Float64Array>>;
    expected.weights.forEach((weight, i) => {
      expect(Math.abs([...coef, ...intercept][i] - weight)).toBeLessThan(1e-12);
      expect(Math.abs(z[i] - expected.z[i])).toBeLessThan(1e-12);
      expect(Math.abs(n[i] - expected.n[i])).toBeLessThan(1e-12);
    });
  });

  it('does what its example says', () => {
    const learner = createFtrl(1, { alpha: 1 });
    learner.partialFit(Float64Array.of(2), 1, 1);
    expect(learner.predictProba(Float64Array.of(2))).toBeCloseTo(0.791, 3);
  });

  it('leaves features that say little at exactly 0 with l1', () => {
    const { rows, labels } = hashedRows(500, 8, 0.3);
    const learner = createFtrl(8, { l1: 10 });
    for (const [t, row] of rows.entries()) learner.partialFit(Float64Array.from(row), labels[t], 1);
    expect(learner.state.coef[0]).toBeGreaterThan(0.5);
    expect(learner.state.coef.slice(1)).toEqual(new Float64Array(7));
  });

  it('does not touch what belongs to a feature that is 0', () => {
    const learner = createFtrl(2);
    learner.partialFit(Float64Array.of(1, 1), 1, 1);
    const before = structuredClone(learner.state);
    learner.partialFit(Float64Array.of(1, 0), 1, 1);
    for (const name of ['coef', 'z', 'n']) {
      expect(learner.state[name][0]).not.toBe(before[name][0]);
      expect(learner.state[name][1]).toBe(before[name][1]);
    }
  });

  it('has no intercept where none is wanted', () => {
    const learner = createFtrl(1, { fitIntercept: false });
    learner.partialFit(Float64Array.of(1), 1, 1);
    expect(learner.predictProba(Float64Array.of(0))).toBe(0.5);
  });

  it.each([
    [{ alpha: 0 }, 'alpha: expected a number above 0, got 0'],
    [{ beta: -1 }, 'beta: expected a number from 0, got -1'],
    [{ l1: -1 }, 'l1: expected a number from 0, got -1'],
    [{ l2: 'much' }, 'l2: expected a number from 0, got "much"'],
    [{ fitIntercept: 'no' }, 'fitIntercept: expected true or false, got "no"'],
    [{ eta0: 1 }, 'eta0: expected one of the options alpha, beta, l1, l2, fitIntercept'],
  ])('refuses %j', (options, message) => {
    expect(() => createFtrl(1, options as FtrlOptions)).toThrow(new Error(`ftrl: ${message}`));
  });
});
