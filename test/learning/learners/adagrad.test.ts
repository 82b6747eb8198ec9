import { describe, expect, it } from 'vitest';
import { createAdaGrad } from '../../../learning/learners/adagrad.ts';
import golden from '../../golden/river.json' with { type: 'json' };
import goldenRows from '../../golden/rows.json' with { type: 'json' };

describe('adagrad', () => {
  it("agrees with River's LogisticRegression under AdaGrad to 1e-9", () => {
    const found = golden.cases.find(({ name }) => name === 'LogisticRegression AdaGrad .1, intercept_lr 0');
    const after = found?.after as unknown as Record<string, { weights: number[] }>;
    const rows = goldenRows.segments.flatMap(({ X, y }) => X.map((x, i) => ({ x: Float64Array.from(x), y: y[i] })));
    const learner = createAdaGrad(10, { learningRate: 0.1, fitIntercept: false });
    rows.slice(0, 500).forEach(({ x, y }, i) => {
      learner.partialFit(x, y, 1);
      after[String(i + 1)]?.weights.forEach((weight, j) => {
        expect(Math.abs((learner.state.coef[j] as number) - weight)).toBeLessThan(1e-9);
      });
    });
    expect(Object.keys(after)).toContain('500');
  });

  it('names an option that is out of range', () => {
    expect(() => createAdaGrad(1, { learningRate: 0 })).toThrow(
      'adagrad: learningRate: expected a number above 0, got 0',
    );
  });
});
