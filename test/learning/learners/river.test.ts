import { describe, expect, it } from 'vitest';
import { createSgd } from '../../../learning/learners/sgd.ts';
import type { SgdOptions } from '../../../learning/learners/sgd-options.ts';
import golden from '../../golden/river.json' with { type: 'json' };
import goldenRows from '../../golden/rows.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly after: Readonly<Record<string, { readonly weights: readonly number[]; readonly intercept: number }>>;
  readonly proba_first_20: readonly number[];
  readonly proba_last_20: readonly number[];
}

/** River's models as options of ours. Its intercept has a rate of its own, 0.01 unless it is given. */
const same: Readonly<Record<string, SgdOptions>> = {
  'LogisticRegression SGD 0.01': { eta0: 0.01 },
  'LogisticRegression SGD 0.05 l2 0.001': { eta0: 0.05, penalty: 'l2', alpha: 0.001, interceptDecay: 0.01 / 0.05 },
  'PAClassifier C 0.01 mode 1': { loss: 'hinge', learningRate: 'pa1', eta0: 0.01 },
};

const X = goldenRows.segments.flatMap((segment) => segment.X.map((row) => Float64Array.from(row))).slice(0, 500);
const y = goldenRows.segments.flatMap((segment) => segment.y).slice(0, 500);

describe('sgd agrees with River to 1e-9', () => {
  it.each(Object.entries(same))('%s', (name, options) => {
    const { after, proba_first_20, proba_last_20 } = (golden.cases as unknown as readonly Case[]).find(
      (given) => given.name === name,
    )!;
    const learner = createSgd(10, options);
    const probabilities = X.map((row, i) => {
      const probability = learner.predictProba(row);
      learner.partialFit(row, y[i], 1);
      const expected = after[String(i + 1)];
      expected?.weights.forEach((weight, j) => {
        expect(Math.abs((learner.state.coef[j] as number) - weight)).toBeLessThan(1e-9);
      });
      if (expected) expect(Math.abs((learner.state.intercept[0] as number) - expected.intercept)).toBeLessThan(1e-9);
      return probability;
    });
    [...proba_first_20, ...proba_last_20].forEach((probability, i) => {
      expect(Math.abs([...probabilities.slice(0, 20), ...probabilities.slice(-20)][i] - probability)).toBeLessThan(
        1e-9,
      );
    });
  });
});
