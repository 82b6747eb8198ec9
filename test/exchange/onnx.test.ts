import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { learnerState } from '../../exchange/linear-weights.ts';
import { writeOnnx } from '../../exchange/onnx/export-onnx.ts';
import type { ModelDefinition } from '../../learning/definition.ts';
import { createEncoder } from '../../learning/encoder.ts';
import { createWorkspace } from '../../learning/kernels/workspace.ts';
import { seat } from '../../learning/learners/committee-seats.ts';
import { sigmoid } from '../../learning/logistic.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import { copyState } from '../../learning/state.ts';
import { learnedModel, rawRows } from '../builders/learned-model.ts';

const ROWS = 1_000;

/** What onnxruntime makes of a file and rows. */
async function run(file: Uint8Array, X: Float64Array, width: number) {
  const session = await InferenceSession.create(file);
  const features = new Tensor('float32', Float32Array.from(X), [X.length / width, width]);
  const { probability, label } = await session.run({ features });
  return { probability: probability.data as Float32Array, label: label.data as BigInt64Array, dims: probability.dims };
}

/** That a file gives, for a thousand rows, the probabilities of the model's champion to 1e-6, and its labels. */
async function expectChampion(snapshot: Snapshot) {
  const { definition, champion, threshold } = snapshot.model;
  const { X, width } = rawRows(definition, ROWS, 'fresh');
  const { probability, label, dims } = await run(writeOnnx('clicks', snapshot, undefined), X, width);
  expect(dims).toEqual([ROWS]);
  let furthest = 0;
  for (let i = 0; i < ROWS; i++) {
    const p = champion.predictProba(X, i * width);
    furthest = Math.max(furthest, Math.abs(probability[i] - p));
    expect(label[i]).toBe(p >= threshold ? 1n : 0n);
  }
  expect(furthest).toBeLessThan(1e-6);
}

describe('the onnx file of a model gives its probabilities, with', () => {
  it.each<[string, Partial<ModelDefinition>]>([
    ['sgd', { learner: { name: 'sgd' } }],
    ['sgd and modified_huber', { learner: { name: 'sgd', loss: 'modified_huber' } }],
    ['sgd that predicts by the mean of its weights', { learner: { name: 'sgd', average: true } }],
    ['ftrl', { learner: { name: 'ftrl', l1: 0.5 } }],
    ['adagrad', { learner: { name: 'adagrad' } }],
    ['bayes', { learner: { name: 'bayes' } }],
    ['logistic-kalman', { learner: { name: 'logistic-kalman' } }],
    ['logistic-kalman with noise', { learner: { name: 'logistic-kalman', labelNoise: 0.1, moderated: false } }],
    ['mlp', { learner: { name: 'mlp', hidden: 7 } }],
    ['a frozen scale', { scaler: 'minmax' }],
    ['a running scale', { scaler: 'minmax-running' }],
    ['no scale', { scaler: 'none', learner: { name: 'sgd', eta0: 1e-6 } }],
    ['missing values', { missing: ['x0', 'x3'] }],
    ['missing values and no scale', { missing: ['x1'], scaler: 'none', learner: { name: 'bayes' } }],
    ['a category', { features: ['a', 'b', 'country'], categorical: ['country'] }],
    [
      'categories that share bins, missing values and a belief',
      {
        features: ['a', 'b', 'country', 'city', 'c'],
        categorical: ['country', 'city'],
        hashBits: 1,
        missing: ['c'],
        learner: { name: 'bayes' },
      },
    ],
    ['categories only', { features: ['country', 'city'], categorical: ['country', 'city'], hashBits: 4 }],
    ['a threshold of its own', { threshold: 'f1' }],
  ])('%s', async (_, varied) => {
    await expectChampion(learnedModel(varied));
  });

  it('values that are far out, which are clipped', async () => {
    const snapshot = learnedModel();
    const X = Float64Array.of(1e6, -1e6, 1e30, 0);
    const { probability } = await run(writeOnnx('clicks', snapshot, undefined), X, 4);
    expect(probability[0]).toBeCloseTo(snapshot.model.champion.predictProba(X, 0), 6);
  });

  it('a feature that never had a value', async () => {
    for (const scaler of ['standard', 'minmax'] as const) {
      const snapshot = learnedModel({ missing: ['x3'], scaler });
      for (const part of ['seen', 'mean', 'factor', 'min', 'max', 'known']) {
        const array = snapshot.model.state[`champion/scaler/${part}`];
        if (array !== undefined) array[3] = 0 as never;
      }
      await expectChampion(snapshot);
    }
  });
});

describe('a committee', () => {
  const snapshot = learnedModel({ learner: { name: 'committee' }, missing: ['x3'] });
  const { definition, champion } = snapshot.model;
  const width = 4 + 1;
  const { seats } = seat(createWorkspace(65_536), width);
  const fresh = rawRows(definition, ROWS, 'fresh');

  it.each(['adagrad 0.2', 'adagrad 0.5', 'bayes', 'kalman', 'kalman, 10 % noise', 'mlp'])(
    'gives the probabilities of its member %s',
    async (name) => {
      const { probability } = await run(writeOnnx('clicks', snapshot, name), fresh.X, fresh.width);
      const at = seats.findIndex((one) => one.name === name);
      copyState(learnerState(champion.state, `member${at}/`), seats[at].member.state);
      const encoder = createEncoder(definition);
      copyState(champion.state, encoder.state);
      for (let i = 0; i < ROWS; i++) {
        const p = sigmoid(seats[at].member.logit(encoder.encode(fresh.X, i * fresh.width)));
        expect(Math.abs(probability[i] - p)).toBeLessThan(1e-6);
      }
    },
  );

  it('is not written whole, and says why and what can be', () => {
    expect(() => writeOnnx('clicks', snapshot, undefined)).toThrow(
      'learner committee: its calibrations, stacks and mixtures cannot be written as onnx: export it as json, or one ' +
        'member with --member: "adagrad 0.2", "adagrad 0.5", "bayes", "kalman", "kalman, 10 % noise", "mlp"',
    );
  });

  it('names the members that there are when another is asked for', () => {
    expect(() => writeOnnx('clicks', snapshot, 'waves 2')).toThrow('member: expected one of "adagrad 0.2"');
  });
});

it.each(['naive-bayes', 'pairwise', 'fourier'] as const)('a model of %s is not written as onnx', (name) => {
  expect(() => writeOnnx('clicks', learnedModel({ learner: { name } }), undefined)).toThrow(
    `learner ${name}: it cannot`,
  );
});

it('a member is refused of a learner that has none', () => {
  expect(() => writeOnnx('clicks', learnedModel(), 'bayes')).toThrow('member bayes: learner sgd has no members');
});
