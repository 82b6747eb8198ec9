import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSklearnDocument, writeSklearnDocument } from '../../exchange/sklearn-document.ts';
import type { ModelDefinition } from '../../learning/definition.ts';
import { learnerNames } from '../../learning/learners/registry.ts';
import type { Model } from '../../learning/model.ts';
import { emptySnapshot } from '../../learning/snapshot/snapshot.ts';
import { definitionOf } from '../builders/definition.ts';
import { learnedModel, rawRows } from '../builders/learned-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-sklearn-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The Python of docs/export.md that defines a function. */
function documented(name: string): string {
  const page = readFileSync(join(import.meta.dirname, '../../docs/export.md'), 'utf8');
  const code = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, block]) => block);
  return code.find((block) => block.includes(`def ${name}(`)) as string;
}

function python(code: string, input: unknown = null): unknown {
  return JSON.parse(
    execFileSync('python3', ['-W', 'ignore', '-c', code], { input: JSON.stringify(input), encoding: 'utf8' }),
  );
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasSklearn = spawnSync('python3', ['-c', 'import sklearn']).status === 0;

const varieties: readonly [string, Partial<ModelDefinition>][] = [
  ['sgd', {}],
  ['sgd with modified_huber', { learner: { name: 'sgd', loss: 'modified_huber' } }],
  ['sgd that predicts by the mean of its weights', { learner: { name: 'sgd', average: true } }],
  ['ftrl', { learner: { name: 'ftrl', l1: 0.5, l2: 0.1 } }],
  ['adagrad', { learner: { name: 'adagrad' } }],
  ['a frozen scale', { scaler: 'minmax' }],
  ['a running scale', { scaler: 'minmax-running' }],
  ['no scale', { scaler: 'none', learner: { name: 'sgd', eta0: 1e-6 } }],
  ['missing values', { missing: ['x0', 'x3'] }],
  ['missing values and no scale', { missing: ['x2'], scaler: 'none', learner: { name: 'sgd', eta0: 1e-6 } }],
];

/** Rows as lists, missing values null. */
function listed({ definition }: Model, count: number) {
  const { X, width } = rawRows(definition, count, 'fresh');
  const rows = Array.from({ length: count }, (_, i) => [...X.subarray(i * width, (i + 1) * width)]);
  return { X, width, lists: rows.map((row) => row.map((x) => (Number.isNaN(x) ? null : x))) };
}

function expectAlike(got: readonly number[], { champion }: Model, X: Float64Array, width: number) {
  const furthest = got.map((p, i) => Math.abs(p - champion.predictProba(X, i * width)));
  expect(got.length).toBeGreaterThan(0);
  expect(Math.max(...furthest)).toBeLessThan(1e-9);
}

describe('a model written for scikit-learn gives the same probabilities, with', () => {
  describe.each(varieties)('%s,', (_, varied) => {
    const snapshot = learnedModel(varied);
    const { X, width, lists } = listed(snapshot.model, 300);
    const file = join(folder, 'model.json');

    it.skipIf(!hasPython)('by the loader in the documentation that needs no package', () => {
      writeFileSync(file, writeSklearnDocument('clicks', snapshot).content);
      const code = `${documented('probability')}
import sys
print(json.dumps([probability(${JSON.stringify(file)}, row) for row in json.load(sys.stdin)]))`;
      expectAlike(python(code, lists) as number[], snapshot.model, X, width);
    });

    it.skipIf(!hasSklearn)(
      'by the loader in the documentation, in scikit-learn (skipped where Python has none)',
      () => {
        writeFileSync(file, writeSklearnDocument('clicks', snapshot).content);
        const code = `${documented('load')}
import sys
X = np.array(json.load(sys.stdin), dtype=float)
print(json.dumps(load(${JSON.stringify(file)}).predict_proba(X)[:, 1].tolist()))`;
        expectAlike(python(code, lists) as number[], snapshot.model, X, width);
      },
    );

    it('when it is imported again', () => {
      const { model, notes } = readSklearnDocument(
        writeSklearnDocument('clicks', snapshot).content as string,
        snapshot.model.definition,
      );
      expect(notes).toEqual(varied.learner?.name === 'adagrad' ? ['adagrad begins with its largest steps again'] : []);
      for (let i = 0; i < lists.length; i++) {
        const p = snapshot.model.champion.predictProba(X, i * width);
        expect(Math.abs(model.predictProba(X, i * width) - p)).toBeLessThan(1e-12);
      }
    });
  });
});

describe.skipIf(!hasSklearn)('a model of scikit-learn (skipped where Python has none)', () => {
  it.each<[string, string, string, Partial<ModelDefinition>]>([
    ['SGDClassifier and StandardScaler', 'SGDClassifier(loss="log_loss", random_state=1)', 'StandardScaler()', {}],
    ['LogisticRegression and MinMaxScaler', 'LogisticRegression()', 'MinMaxScaler()', { scaler: 'minmax' }],
    ['LogisticRegression and no scaler', 'LogisticRegression()', 'None', { scaler: 'none' }],
  ])('starts a model here that gives its probabilities: %s', (_, estimator, scaler, varied) => {
    const { model: blank } = emptySnapshot(definitionOf({ features: 4, ...varied }));
    const { X, width, lists } = listed(blank, 300);
    const file = join(folder, 'theirs.json');
    const code = `${documented('dump')}
import sys, numpy as np
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
X, y = (np.array(part, dtype=float) for part in json.load(sys.stdin))
scaler = ${scaler}
Z = X if scaler is None else scaler.fit_transform(X)
model = ${estimator}.fit(Z, y.astype(int))
dump(${JSON.stringify(file)}, model, scaler)
print(json.dumps(model.predict_proba(Z)[:, 1].tolist()))`;
    const probabilities = python(code, [lists, [...rawRows(blank.definition, 300, 'fresh').y]]) as number[];
    const { model } = readSklearnDocument(readFileSync(file, 'utf8'), blank.definition);
    expectAlike(probabilities, model, X, width);
  });
});

describe('a model that scikit-learn has no place for is refused:', () => {
  const unfit = learnerNames.filter((name) => !['sgd', 'ftrl', 'adagrad', 'bayes', 'logistic-kalman'].includes(name));

  it.each(unfit)('%s, which is not linear', (name) => {
    expect(() => writeSklearnDocument('clicks', learnedModel({ learner: { name } }))).toThrow(
      `learner ${name}: it is not linear: `,
    );
    const text = writeSklearnDocument('clicks', learnedModel()).content as string;
    expect(() => readSklearnDocument(text, definitionOf({ features: 4, learner: { name } }))).toThrow(
      `a linear model can start sgd, ftrl, adagrad, bayes, logistic-kalman; the model is defined with ${name}`,
    );
  });

  it('one with categories', () => {
    const categorical = { features: ['a', 'b', 'country'], categorical: ['country'] };
    expect(() => writeSklearnDocument('clicks', learnedModel(categorical))).toThrow('categorical features are hashed');
  });
});

describe('of a belief about the weights', () => {
  it.each(['bayes', 'logistic-kalman'] as const)(
    'of %s scikit-learn gets the mean, which is said, and gives the same labels',
    (name) => {
      const snapshot = learnedModel({ learner: { name } });
      const { content, notes } = writeSklearnDocument('clicks', snapshot);
      expect(notes).toEqual([expect.stringContaining('coef_ is the mean of a belief')]);
      const { model } = readSklearnDocument(content as string, definitionOf({ features: 4 }));
      const { X, lists } = listed(model, 300);
      for (let i = 0; i < lists.length; i++) {
        const [theirs, own] = [model, snapshot.model].map((one) => one.predictProba(X, i * 4) >= 0.5);
        expect(theirs).toBe(own);
      }
    },
  );

  it.each(['bayes', 'logistic-kalman'] as const)(
    '%s starts with weights as means, and says how it will move',
    (name) => {
      const text = writeSklearnDocument('clicks', learnedModel()).content as string;
      const { model, notes } = readSklearnDocument(text, definitionOf({ features: 4, learner: { name } }));
      const { coef_, intercept_ } = JSON.parse(text);
      expect([...(model.state['champion/learner/mean'] as Float64Array)]).toEqual([...coef_[0], ...intercept_]);
      expect(notes).toEqual([expect.stringContaining('as wide as before any row')]);
    },
  );
});

describe('a file that does not fit the definition is refused, with', () => {
  const fitting = JSON.parse(writeSklearnDocument('clicks', learnedModel()).content as string);
  const definition = definitionOf({ features: 4 });

  it.each<[string, object, string]>([
    [
      'other names',
      { feature_names_in_: ['x0', 'x1', 'b', 'x3'] },
      'feature_names_in_: feature 2: the model is defined with x2, the file has b',
    ],
    [
      'fewer names',
      { feature_names_in_: ['x0', 'x1', 'x2'] },
      'feature 3: the model is defined with x3, the file has none',
    ],
    ['another width', { coef_: [[1, 2]] }, 'coef_: expected 4 numbers, one for each of the features, got 2'],
    [
      'several rows of weights',
      {
        coef_: [
          [1, 2, 3, 4],
          [1, 2, 3, 4],
        ],
      },
      'coef_: ',
    ],
    ['other labels', { classes_: [1, 2] }, 'classes_: expected [0,1], the two labels of a model here, got [1,2]'],
    ['three labels', { classes_: [0, 1, 2] }, 'classes_: expected [0,1]'],
    ['another loss', { loss: 'hinge' }, 'loss: the model is defined with log_loss, the file has hinge'],
    [
      'no scaler',
      { scaler: null },
      'scaler: the model is defined with standard, which is StandardScaler, the file has none',
    ],
    [
      'another scaler',
      { scaler: { name: 'MinMaxScaler', data_min_: [0], data_max_: [1] } },
      'the file has MinMaxScaler',
    ],
    ['a narrow scaler', { scaler: { ...fitting.scaler, mean_: [0] } }, 'scaler.mean_: expected 4 numbers'],
    ['no weights', { coef_: undefined }, 'coef_: '],
  ])('%s', (_, broken, message) => {
    expect(() => readSklearnDocument(JSON.stringify({ ...fitting, ...broken }), definition)).toThrow(message);
  });

  it('a scaler that a model without one has no use for', () => {
    expect(() => readSklearnDocument(JSON.stringify(fitting), definitionOf({ features: 4, scaler: 'none' }))).toThrow(
      'scaler: the model is defined with none, which is none, the file has StandardScaler',
    );
  });
});
