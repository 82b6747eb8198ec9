import { describe, expect, it } from 'vitest';
import type { Learner } from '../../../learning/learners/learner.ts';
import {
  createLearner,
  type LearnerDefinition,
  type LearnerName,
  learnerNames,
} from '../../../learning/learners/registry.ts';
import { decodeSections, encodeSections } from '../../../learning/snapshot/sections.ts';
import { copyState, type State } from '../../../learning/state.ts';
import { rowsOf } from '../../builders/rows.ts';

/** Every learner as it is by default, and settings of some that take other ways through their code. */
const definitions: readonly LearnerDefinition[] = [
  ...learnerNames.map((name): LearnerDefinition => ({ name })),
  { name: 'sgd', loss: 'hinge', penalty: 'l2', learningRate: 'optimal', alpha: 0.01 },
  { name: 'sgd', loss: 'hinge', learningRate: 'pa1', eta0: 0.1 },
  { name: 'sgd', loss: 'hinge', learningRate: 'pa2', eta0: 0.1 },
  { name: 'sgd', loss: 'modified_huber', average: true },
  { name: 'sgd', loss: 'squared_hinge', penalty: 'l1', average: 30, eta0: 0.01 },
  { name: 'sgd', loss: 'perceptron', fitIntercept: false },
  { name: 'sgd', penalty: 'elasticnet', learningRate: 'invscaling', average: true, classWeight: { 1: 2 } },
  { name: 'ftrl', l1: 1, l2: 0.1 },
  { name: 'mlp', hidden: 5, learningRate: 0.02, seed: 'another' },
];

type Reasons = Partial<Record<LearnerName, string>>;

/** For whom a rule does not hold, and why; the battery sees to it that it does not. */
const startsElsewhere: Reasons = {};
const permutesNot: Reasons = {
  mlp: 'it draws its first weights feature by feature',
  fourier: 'its random directions belong to places, not to features',
  committee: 'as fourier, which sits in it',
};
const twiceIsNot: Reasons = {
  sgd: 'the second of two steps is taken from where the first one led, one of double length is not',
  ftrl: 'as sgd; and two gradients slow it by the sum of their squares, one of double length by twice that',
  mlp: 'as sgd; and Adam counts its steps',
  adagrad: 'as ftrl',
  bayes: 'the second of two steps begins from a belief that is narrower, and forgets once more',
  'logistic-kalman': 'as bayes',
  pairwise: 'as bayes',
  fourier: 'as adagrad, which it is on waves',
  committee: 'as its members',
};

const width = 3;
const rows = rowsOf(600, { width });
const fresh = rowsOf(400, { width, seed: 'fresh', flipped: 0 });
const rowOf = ({ X }: typeof rows, i: number) => X.slice(width * i, width * (i + 1));

interface Lesson {
  readonly of?: typeof rows;
  readonly from?: number;
  readonly to?: number;
  readonly weight?: number;
  readonly times?: number;
  readonly seenAs?: (row: Float64Array) => Float64Array;
}

/** Teaches rows in segments of 100. */
function taught(learner: Learner, lesson: Lesson = {}): Learner {
  const { of = rows, from = 0, to = of.count, weight = 1, times = 1, seenAs = (row) => row } = lesson;
  for (let i = from; i < to; i++) {
    if (i % 100 === 0) learner.beginSegment?.();
    for (let k = 0; k < times; k++) learner.partialFit(seenAs(rowOf(of, i)), of.y[i], weight);
  }
  return learner;
}

function predictions(learner: Learner, seenAs = (row: Float64Array) => row): number[] {
  return Array.from({ length: 50 }, (_, i) => learner.predictProba(seenAs(rowOf(fresh, i))));
}

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>) {
  for (let i = 0; i < expected.length; i++) expect(Math.abs(got[i] - expected[i])).toBeLessThan(1e-8);
}

function expectFinite(state: State) {
  for (const array of Object.values(state)) expect(Array.from(array, Number).every(Number.isFinite)).toBe(true);
}

/** The battery that every learner passes. */
describe.each(definitions)('the learner %j', (definition) => {
  const { name } = definition;
  const blank = () => createLearner(width, definition);
  const rule = (reasons: Reasons) => (reasons[name] === undefined ? it : it.fails);

  rule(startsElsewhere)('says one half before it has learned', () => {
    expect(blank().predictProba(Float64Array.of(1, 2, 3))).toBeCloseTo(0.5, 12); // a mixture's weights add up to nearly 1
  });

  it('learns a separable problem', () => {
    const learner = taught(blank(), { of: rowsOf(600, { width, flipped: 0 }) });
    let right = 0;
    for (let i = 0; i < fresh.count; i++) {
      if ((learner.predictProba(rowOf(fresh, i)) >= 0.5 ? 1 : 0) === fresh.y[i]) right++;
    }
    expect(right / fresh.count).toBeGreaterThan(0.85);
  });

  it('is the same after the same rows', () => {
    expect(taught(blank()).state).toEqual(taught(blank()).state);
  });

  it('reads the bytes that it wrote, and writes them again', () => {
    const bytes = encodeSections(taught(blank()).state);
    const restored = blank();
    copyState(decodeSections(bytes), restored.state);
    expect(encodeSections(restored.state)).toEqual(bytes);
  });

  it('learns after a round trip of its state what it learns without one', () => {
    const [whole, restored] = [taught(blank()), blank()];
    const half = taught(blank(), { to: 250 });
    copyState(decodeSections(encodeSections(half.state)), restored.state);
    taught(restored, { from: 250 });
    expect(restored.state).toEqual(whole.state);
    expect(predictions(restored)).toEqual(predictions(whole));
  });

  it('learns the same whether it was asked for predictions in between or not', () => {
    const asked = blank();
    for (let from = 0; from < rows.count; from += 50) {
      predictions(asked);
      taught(asked, { from, to: from + 50 });
    }
    expect(asked.state).toEqual(taught(blank()).state);
  });

  it('changes neither itself nor the row when it predicts, and not the row when it learns', () => {
    const learner = taught(blank());
    const before = structuredClone(learner.state);
    const given = rowOf(rows, 0);
    learner.predictProba(given);
    expect(learner.state).toEqual(before);
    learner.partialFit(given, 1, 1);
    expect(given).toEqual(rowOf(rows, 0));
  });

  it('learns nothing of a row that weighs nothing', () => {
    const learner = taught(blank());
    const before = structuredClone(learner.state);
    learner.partialFit(rowOf(rows, 0), 1 - rows.y[0], 0);
    expect(learner.state).toEqual(before);
  });

  it('believes a label the more the more its row weighs', () => {
    const surprising = Float64Array.of(-0.5, 1, -1);
    const probabilities = [1e-6, 1, 2].map((weight) => {
      const learner = taught(blank());
      learner.partialFit(surprising, 1, weight);
      return learner.predictProba(surprising);
    });
    expect(probabilities[1]).toBeGreaterThan(probabilities[0]);
    expect(probabilities[2]).toBeGreaterThan(probabilities[1]);
  });

  rule(twiceIsNot)('learns of a row with weight 2 what it learns of the row twice', () => {
    expectClose(predictions(taught(blank(), { weight: 2 })), predictions(taught(blank(), { times: 2 })));
  });

  rule(permutesNot)('has its weights permuted when the features are', () => {
    const order = [2, 0, 1];
    const seenAs = (row: Float64Array) => Float64Array.from(order, (j) => row[j]);
    const [plain, permuted] = [taught(blank()), taught(blank(), { seenAs })];
    expectClose(predictions(permuted, seenAs), predictions(plain));
    for (const [key, array] of Object.entries(plain.state)) {
      if (array.length === width) expectClose(permuted.state[key] as Float64Array, seenAs(array as Float64Array));
    }
  });

  it('keeps the same arrays, of the same lengths, however much it learns', () => {
    const learner = blank();
    const before = Object.entries(learner.state).map(([key, array]) => [key, array, array.length]);
    taught(learner);
    expect(Object.entries(learner.state).map(([key, array]) => [key, array, array.length])).toEqual(before);
  });

  it('takes less than 256 kB with ten features', () => {
    const bytes = Object.values(createLearner(10, definition).state).reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
    expect(bytes).toBeLessThan(256 * 1024);
  });

  it('gives probabilities, also far outside of what it has seen', () => {
    const learner = taught(blank());
    for (const far of [0, 1, -1, 1e6, -1e6, 1e100, -1e100]) {
      const p = learner.predictProba(Float64Array.of(far, -far, far));
      expect(p >= 0 && p <= 1).toBe(true);
    }
  });

  it.each([
    ['of one sign', () => [1e100, 1e100, 1e100], () => 1],
    [
      'of changing sign',
      (i: number) => (i % 2 === 0 ? [1e100, -1e100, 1e100] : [-1e100, 1e100, -1e100]),
      (i: number) => i % 3,
    ],
    ['against one label, then the other', () => [1e100, 0, 1e-300], (i: number) => (i < 250 ? 0 : 1)],
    [
      'beside values next to nothing',
      (i: number) => (i % 2 === 0 ? [5e-324, 1e100, 1] : [1e-160, -1e-160, 0]),
      (i: number) => i % 2,
    ],
  ])(
    'stays finite on rows as large as a scaler lets through, %s, and on plain ones after them',
    (_, valuesOf, labelOf) => {
      for (const first of [blank(), taught(blank())]) {
        for (let i = 0; i < 500; i++) first.partialFit(Float64Array.from(valuesOf(i)), labelOf(i) === 1 ? 1 : 0, 1);
        expectFinite(first.state);
        taught(first);
        expectFinite(first.state);
        for (const p of predictions(first)) expect(p >= 0 && p <= 1).toBe(true);
      }
    },
  );
});

describe('createLearner', () => {
  it('gives options on to the learner that has them', () => {
    const [slow, fast] = [0.01, 1].map((eta0) => createLearner(1, { name: 'sgd', eta0 }));
    for (const learner of [slow, fast]) learner.partialFit(Float64Array.of(1), 1, 1);
    expect(fast.predictProba(Float64Array.of(1))).toBeGreaterThan(slow.predictProba(Float64Array.of(1)));
  });

  it.each(learnerNames)('refuses an option that %s does not have, by name', (name) => {
    expect(() => createLearner(1, { name, speed: 11 } as LearnerDefinition)).toThrow(
      new RegExp(`^${name}: speed: expected (no options|one of the options) ?[a-zA-Z0-9, ]*$`),
    );
  });
});
