import { describe, expect, it } from 'vitest';
import { asLearner } from '../../../learning/learners/learner.ts';
import { createSgd, sgdMember } from '../../../learning/learners/sgd.ts';
import { lossNames } from '../../../learning/learners/sgd-losses.ts';
import type { SgdOptions } from '../../../learning/learners/sgd-options.ts';
import { rowsOf } from '../../builders/rows.ts';

describe('sgd', () => {
  it('does what its example says', () => {
    const learner = createSgd(1, { eta0: 1 });
    learner.partialFit(Float64Array.of(2), 1, 1);
    expect(learner.predictProba(Float64Array.of(2))).toBeCloseTo(0.924, 3);
  });

  it('has a rate of 0.05 where none is given', () => {
    const [given, left] = [createSgd(1, { eta0: 0.05 }), createSgd(1)];
    for (const learner of [given, left]) learner.partialFit(Float64Array.of(2), 1, 1);
    expect(left.state).toEqual(given.state);
  });

  it('takes the quick way by default, to the same bits as the general one', () => {
    const rows = rowsOf(300);
    const [quick, general] = [createSgd(2), asLearner(sgdMember(2))];
    for (let i = 0; i < rows.count; i++) {
      const row = rows.X.slice(2 * i, 2 * i + 2);
      expect(quick.predictProba(row)).toBe(general.predictProba(row));
      for (const learner of [quick, general]) learner.partialFit(row, rows.y[i], 1 + (i % 2));
    }
    expect(quick.state).toEqual(general.state);
  });

  it.each(lossNames)('moves by the weight of a row, and by that of its label: %s', (loss) => {
    const moved = (options: SgdOptions, weight: number) => {
      const learner = createSgd(1, { loss, eta0: 0.01, ...options });
      learner.partialFit(Float64Array.of(2), 1, weight);
      return learner.state.coef[0] as number;
    };
    expect(moved({}, 3)).toBeCloseTo(3 * moved({}, 1), 12);
    expect(moved({ classWeight: { 1: 3 } }, 1)).toBeCloseTo(3 * moved({}, 1), 12);
    expect(moved({ classWeight: { 0: 3 } }, 1)).toBe(moved({}, 1));
  });

  it.each([
    [40, 1],
    [-40, 0],
  ])('hardly moves when it is right and sure, z = %i', (z, label) => {
    const learner = createSgd(1, { eta0: 1 });
    learner.state.intercept[0] = z;
    learner.partialFit(Float64Array.of(1), label, 1);
    expect(Math.abs(learner.state.coef[0] as number)).toBeLessThan(1e-15);
  });

  it.each([
    [1e4, 0, -1],
    [-1e4, 1, 1],
  ])('moves by the rate when it is wrong and sure, z = %i', (z, label, step) => {
    const learner = createSgd(1, { eta0: 0.5 });
    learner.state.intercept[0] = z;
    learner.partialFit(Float64Array.of(1), label, 1);
    expect(learner.state.coef[0]).toBe(0.5 * step);
  });

  it.each(lossNames)('gives a probability that rises with the margin, through one half at 0: %s', (loss) => {
    const learner = createSgd(1, { loss });
    learner.state.coef[0] = 1;
    const margins = [-1e300, -3, -0.5, 0, 0.5, 3, 1e300];
    const probabilities = margins.map((z) => learner.predictProba(Float64Array.of(z)));
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
    expect([probabilities[0], probabilities[3], probabilities[6]]).toEqual([0, 0.5, 1]);
  });

  it('brings the weights of useless features to exactly 0 with l1, and leaves the others', () => {
    const rows = rowsOf(2000, { width: 3, flipped: 0 });
    const learner = createSgd(3, { penalty: 'l1', alpha: 0.1, learningRate: 'invscaling', eta0: 0.1 });
    let zeros = 0;
    for (let i = 0; i < rows.count; i++) {
      if (i % 100 === 0) learner.beginSegment?.();
      learner.partialFit(rows.X.slice(3 * i, 3 * i + 3), rows.y[i], 1);
      zeros += learner.state.coef[1] === 0 && learner.state.coef[0] !== 0 ? 1 : 0;
    }
    expect(zeros).toBeGreaterThan(500);
    expect(learner.state.coef[0]).toBeGreaterThan(0.5);
  });

  it('does not move for a row of zeros when it is passive-aggressive (pa1)', () => {
    const learner = createSgd(1, { loss: 'hinge', learningRate: 'pa1', eta0: 1 });
    learner.partialFit(Float64Array.of(0), 1, 1);
    expect([learner.state.coef[0], learner.state.intercept[0]]).toEqual([0, 0]);
  });

  const all =
    'loss, penalty, alpha, l1Ratio, learningRate, eta0, powerT, fitIntercept, interceptDecay, average, classWeight';
  const schedules = 'constant, optimal, invscaling, adaptive, pa1, pa2';
  const weights = 'numbers from 0 for the labels 0 and 1, like {"0":1,"1":3}';
  it.each([
    [{ eta0: -1 }, 'eta0: expected a number above 0, got -1'],
    [{ eta0: 0 }, 'eta0: expected a number above 0, got 0'],
    [{ eta0: Number.NaN }, 'eta0: expected a number above 0, got NaN'],
    [{ eta0: Number.POSITIVE_INFINITY }, 'eta0: expected a number above 0, got Infinity'],
    [{ eta0: '0.1' }, 'eta0: expected a number above 0, got "0.1"'],
    [{ eta0: null }, 'eta0: expected a number above 0, got null'],
    [{ alpha: -0.1 }, 'alpha: expected a number from 0, got -0.1'],
    [{ alpha: [1] }, 'alpha: expected a number from 0, got [1]'],
    [{ l1Ratio: 1.1 }, 'l1Ratio: expected a number from 0 to 1, got 1.1'],
    [{ powerT: -1 }, 'powerT: expected a number from 0, got -1'],
    [{ interceptDecay: -1 }, 'interceptDecay: expected a number from 0, got -1'],
    [{ loss: 'squared' }, `loss: expected one of ${lossNames.join(', ')}, got "squared"`],
    [{ loss: 'toString' }, `loss: expected one of ${lossNames.join(', ')}, got "toString"`],
    [{ penalty: 'none' }, 'penalty: expected one of null, l2, l1, elasticnet, got "none"'],
    [{ learningRate: 'fast' }, `learningRate: expected one of ${schedules}, got "fast"`],
    [{ learningRate: 0.1 }, `learningRate: expected one of ${schedules}, got 0.1`],
    [{ fitIntercept: 1 }, 'fitIntercept: expected true or false, got 1'],
    [{ average: 0 }, 'average: expected true, false or the number of a row, from 1, got 0'],
    [{ average: 1.5 }, 'average: expected true, false or the number of a row, from 1, got 1.5'],
    [{ classWeight: 'balanced' }, `classWeight: expected ${weights}, got "balanced"`],
    [{ classWeight: null }, `classWeight: expected ${weights}, got null`],
    [{ classWeight: { 1: -1 } }, `classWeight: expected ${weights}, got {"1":-1}`],
    [{ classWeight: { 2: 1 } }, `classWeight: expected ${weights}, got {"2":1}`],
    [{ classWeight: [1, 'x'] }, `classWeight: expected ${weights}, got [1,"x"]`],
    [{ learningRate: 'pa1' }, 'loss: expected hinge, which pa1 is for, got "log_loss"'],
    [
      { learningRate: 'optimal', alpha: 0 },
      'alpha: expected a number above 0, which optimal makes its rate from, got 0',
    ],
    [{ eta: 1 }, `eta: expected one of the options ${all}`],
    [{ toString: 1 }, `toString: expected one of the options ${all}`],
  ])('refuses %j', (options, message) => {
    expect(() => createSgd(1, options as SgdOptions)).toThrow(new Error(`sgd: ${message}`));
  });
});
