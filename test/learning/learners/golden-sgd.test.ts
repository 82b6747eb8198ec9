import { describe, expect, it } from 'vitest';
import { createSgd, sgdMember } from '../../../learning/learners/sgd.ts';
import type { SgdOptions } from '../../../learning/learners/sgd-options.ts';
import goldenRows from '../../golden/rows.json' with { type: 'json' };
import golden from '../../golden/sgd.json' with { type: 'json' };
import combinations from '../../golden/sgd-combinations.json' with { type: 'json' };

interface Params {
  readonly loss: SgdOptions['loss'];
  readonly penalty: SgdOptions['penalty'];
  readonly learning_rate: SgdOptions['learningRate'];
  readonly alpha?: number;
  readonly l1_ratio?: number;
  readonly eta0?: number;
  readonly power_t?: number;
  readonly fit_intercept?: boolean;
  readonly average?: boolean | number;
  readonly class_weight?: SgdOptions['classWeight'];
}
interface State {
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly t: number;
  readonly decision: readonly number[];
  /** Nothing where scikit-learn has no probability. */
  readonly proba?: readonly number[] | null;
}
interface Case {
  readonly name: string;
  readonly params: Params;
  readonly after: Readonly<Record<string, State>>;
}
interface Combination extends State {
  readonly name: string;
  readonly params: Params;
  readonly weighted: boolean;
}

function optionsOf(params: Params): SgdOptions {
  const { learning_rate, l1_ratio, power_t, fit_intercept, class_weight, ...same } = params;
  return {
    ...same,
    learningRate: learning_rate,
    l1Ratio: l1_ratio,
    powerT: power_t,
    fitIntercept: fit_intercept,
    classWeight: class_weight,
  };
}

/** The learner, and the same as a member, which tells the margin. */
function pairOf(params: Params) {
  const options = optionsOf(params);
  return { learner: createSgd(10, options), member: sgdMember(10, options) };
}

function learnSegment(
  { learner, member }: ReturnType<typeof pairOf>,
  X: readonly Float64Array[],
  y: readonly number[],
  weightOf: (i: number) => number,
) {
  learner.beginSegment?.();
  member.beginSegment?.();
  X.forEach((row, i) => {
    learner.partialFit(row, y[i], weightOf(i));
    member.logit(row);
    member.learn(y[i], weightOf(i));
  });
}

function expectState(
  { learner, member }: ReturnType<typeof pairOf>,
  expected: State,
  next: readonly Float64Array[],
  average: Params['average'],
) {
  const averages = average !== undefined && expected.t - 1 >= Number(average);
  const [coef, intercept] = averages ? ['averageCoef', 'averageIntercept'] : ['coef', 'intercept'];
  expectClose(Array.from(learner.state[coef] as Float64Array), expected.coef);
  expectClose([learner.state[intercept][0] as number, learner.state.t[0] as number], [expected.intercept, expected.t]);
  expectClose(
    expected.decision.map((_, i) => member.logit(next[i])),
    expected.decision,
  );
  const proba = expected.proba ?? [];
  expectClose(
    proba.map((_, i) => learner.predictProba(next[i])),
    proba,
  );
}

function expectClose(got: readonly number[], expected: readonly number[]) {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(got[i] - value)).toBeLessThan(1e-9);
  });
}

const segments = goldenRows.segments.map(({ X, y }) => ({ X: X.map((row) => Float64Array.from(row)), y }));

describe('sgd agrees with scikit-learn to 1e-9', () => {
  it.each(golden.cases as unknown as readonly Case[])('$name', ({ params, after }) => {
    const pair = pairOf(params);
    segments.forEach(({ X, y }, i) => {
      learnSegment(pair, X, y, () => 1);
      const expected = after[String(i + 1)];
      if (expected !== undefined) expectState(pair, expected, segments[(i + 1) % segments.length].X, params.average);
    });
  });

  it.each(combinations.cases as unknown as readonly Combination[])('$name', ({ params, weighted, ...expected }) => {
    const pair = pairOf(params);
    const centred = segments.map(({ X, y }) => ({ X: X.map((row) => row.map((value) => value - 0.5)), y }));
    for (let k = 0, rows = 0; k < 6; rows += centred[k].y.length, k++) {
      learnSegment(pair, centred[k].X, centred[k].y, (i) => (weighted ? 1 + ((rows + i) % 3) : 1));
    }
    expectState(pair, expected, centred[6].X, params.average);
  });

  it('in all 17 settings of the one file, and 11 of the other', () => {
    expect([golden.cases.length, combinations.cases.length]).toEqual([17, 11]);
  });
});
