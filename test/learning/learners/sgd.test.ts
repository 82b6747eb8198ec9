import { describe, expect, it } from 'vitest';
import { createSgd, type SgdOptions } from '../../../learning/learners/sgd.ts';
import goldenRows from '../../golden/rows.json' with { type: 'json' };
import golden from '../../golden/sgd.json' with { type: 'json' };

interface State {
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly proba: readonly number[];
}
interface Case {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, State>>;
}

/** The options of ours that a case's parameters are; nothing where we do not have them (yet). */
function optionsOf({ params }: Case): SgdOptions | undefined {
  const { loss, penalty, learning_rate, eta0, ...further } = params;
  const ours = loss === 'log_loss' && penalty === null && learning_rate === 'constant';
  return ours && Object.keys(further).length === 0 ? { eta0: eta0 as number } : undefined;
}

const cases = (golden.cases as readonly Case[]).flatMap((given) => {
  const options = optionsOf(given);
  return options === undefined ? [] : [{ ...given, options }];
});

describe('sgd', () => {
  it.each(cases)('agrees with scikit-learn to 1e-9: $name', ({ options, after }) => {
    const learner = createSgd(10, options);
    goldenRows.segments.forEach(({ X, y }, i) => {
      X.forEach((row, j) => {
        learner.partialFit(Float64Array.from(row), y[j], 1);
      });
      const expected = after[String(i + 1)];
      if (expected === undefined) return;
      expected.coef.forEach((weight, j) => {
        expect(Math.abs((learner.state.coef[j] as number) - weight)).toBeLessThan(1e-9);
      });
      expect(Math.abs((learner.state.intercept[0] as number) - expected.intercept)).toBeLessThan(1e-9);
      const next = goldenRows.segments[(i + 1) % goldenRows.segments.length];
      expected.proba.forEach((probability, j) => {
        expect(Math.abs(learner.predictProba(Float64Array.from(next.X[j])) - probability)).toBeLessThan(1e-9);
      });
    });
  });

  it('is checked by the tutorial’s case among others', () => {
    expect(cases.map(({ name }) => name)).toEqual(['article', 'log constant .05']);
  });

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

  it('moves by the weight of a row', () => {
    const learner = createSgd(1, { eta0: 1 });
    learner.partialFit(Float64Array.of(2), 1, 3);
    expect(learner.state.coef[0]).toBeCloseTo(3 * 0.5 * 2, 12);
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
});
