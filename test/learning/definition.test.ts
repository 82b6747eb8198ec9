import { describe, expect, it } from 'vitest';
import { DefinitionError, type ModelDefinition, resolveDefinition, shapeOf } from '../../learning/definition.ts';
import { expectedDuration } from '../../learning/duration.ts';
import { learnerNames } from '../../learning/learners/registry.ts';

describe('resolveDefinition', () => {
  it('fills in every default', () => {
    expect(resolveDefinition('clicks', { features: 2 })).toEqual({
      features: ['x0', 'x1'],
      categorical: [],
      hashBits: 8,
      missing: [],
      label: 'label',
      learner: { name: 'committee' },
      scaler: 'standard',
      gate: { name: 'champion' },
      threshold: 0.5,
      segmentRows: 100,
      remember: false,
      rememberFor: '7 days',
    });
  });

  it('keeps what is given', () => {
    const given: ModelDefinition = {
      features: ['age', 'visits', 'country'],
      categorical: ['country'],
      hashBits: 4,
      missing: ['age'],
      label: 'bought',
      learner: { name: 'sgd', eta0: 0.1 },
      scaler: 'minmax',
      gate: { name: 'article' },
      threshold: 0.2,
      segmentRows: 1,
      remember: true,
      rememberFor: '2 hours',
      labelAfter: '10 minutes',
    };
    expect(resolveDefinition('clicks', given)).toEqual(given);
  });

  it.each(['', 'Clicks', '1st', 'a_b', 'a/b', `a${'b'.repeat(64)}`])('refuses the name %j', (model) => {
    expect(() => resolveDefinition(model, { features: 2 })).toThrow(
      new DefinitionError(`model ${JSON.stringify(model)}: expected a name of a-z, 0-9 and -, at most 64 long`),
    );
  });

  it.each([
    ['none', 0],
    ['less than none', -1],
    ['a half', 2.5],
    ['not a number', Number.NaN],
    ['too many', 10_001],
    ['endless', Number.POSITIVE_INFINITY],
    ['an empty list', []],
    ['one twice', ['age', 'age']],
    ['one without a name', ['age', '']],
  ])('refuses features: %s', (_, features) => {
    expect(() => resolveDefinition('clicks', { features })).toThrow(
      new DefinitionError(
        `model clicks: features: expected 1 to 10000 distinct names, got ${JSON.stringify(features)}`,
      ),
    );
  });

  const wrong = <Field extends keyof ModelDefinition>(field: Field, value: unknown): ModelDefinition => ({
    features: ['age', 'visits'],
    [field]: value,
  });

  it.each([
    ['label', wrong('label', 'age'), 'label: expected a column that is not a feature, got "age"'],
    [
      'learner',
      wrong('learner', { name: 'oracle' }),
      `learner: expected one of ${learnerNames.join(', ')}, got "oracle"`,
    ],
    [
      'learner',
      wrong('learner', { name: 'toString' }),
      `learner: expected one of ${learnerNames.join(', ')}, got "toString"`,
    ],
    ['scaler', wrong('scaler', 'log'), 'scaler: expected one of standard, minmax, minmax-running, none, got "log"'],
    ['gate', wrong('gate', { name: 'open' }), 'gate: expected one of champion, none, article, got "open"'],
    [
      'an option of a gate',
      wrong('gate', { name: 'champion', deviations: 0 }),
      'gate: champion: deviations: expected a number above 0, got 0',
    ],
    [
      'an option that no gate has',
      wrong('gate', { name: 'article', deviations: 3 }),
      'gate: article: deviations: expected no options',
    ],
    ['threshold', wrong('threshold', 0), 'threshold: expected a number between 0 and 1, or f1, got 0'],
    ['threshold', wrong('threshold', 1), 'threshold: expected a number between 0 and 1, or f1, got 1'],
    ['threshold', wrong('threshold', '0.5x'), 'threshold: expected a number between 0 and 1, or f1, got "0.5x"'],
    ['categorical', wrong('categorical', ['nothing']), 'categorical: expected names of features, got ["nothing"]'],
    ['missing', wrong('missing', ['nothing']), 'missing: expected names of numeric features, got ["nothing"]'],
    ['hashBits', wrong('hashBits', 19), 'hashBits: expected a whole number from 1 to 18, got 19'],
    ['segmentRows', wrong('segmentRows', 0), 'segmentRows: expected a whole number from 1 to 10,000, got 0'],
    ['segmentRows', wrong('segmentRows', 1.5), 'segmentRows: expected a whole number from 1 to 10,000, got 1.5'],
    ['segmentRows', wrong('segmentRows', 10_001), 'segmentRows: expected a whole number from 1 to 10,000, got 10001'],
    ['remember', wrong('remember', 'yes'), 'remember: expected true or false, got "yes"'],
    ['rememberFor', wrong('rememberFor', '1 week'), `rememberFor: expected ${expectedDuration}, got "1 week"`],
    ['labelAfter', wrong('labelAfter', 600), `labelAfter: expected ${expectedDuration}, got 600`],
    [
      'labelAfter',
      { ...wrong('labelAfter', '2 hours'), rememberFor: '120 minutes' as const },
      'labelAfter: expected less than rememberFor, which is 120 minutes, got "2 hours"',
    ],
  ])('refuses a wrong %s, with what came and what was expected', (_, given, message) => {
    expect(() => resolveDefinition('clicks', given)).toThrow(new DefinitionError(`model clicks: ${message}`));
  });

  it.each([
    [{ eta0: 0 }, 'sgd: eta0: expected a number above 0, got 0'],
    [{ eta0: Number.POSITIVE_INFINITY }, 'sgd: eta0: expected a number above 0, got Infinity'],
    [{ l1Ratio: 2 }, 'sgd: l1Ratio: expected a number from 0 to 1, got 2'],
    [
      { speed: 11 },
      'sgd: speed: expected one of the options loss, penalty, alpha, l1Ratio, learningRate, eta0, powerT, fitIntercept, interceptDecay, average, classWeight',
    ],
  ])('refuses a hyper-parameter that is out of its range: %j', (options, message) => {
    expect(() => resolveDefinition('clicks', wrong('learner', { name: 'sgd', ...options }))).toThrow(
      new DefinitionError(`model clicks: learner: ${message}`),
    );
  });
});

describe('shapeOf', () => {
  const base: ModelDefinition = { features: ['age', 'visits'], learner: { name: 'sgd' } };
  const shape = (varied: Partial<ModelDefinition>) => shapeOf(resolveDefinition('clicks', { ...base, ...varied }));

  it.each<[string, Partial<ModelDefinition>]>([
    ['features', { features: ['visits', 'age'] }],
    ['scaler', { scaler: 'minmax' }],
  ])('changes with the %s, which the weights depend on', (_, varied) => {
    expect(shape(varied)).not.toBe(shape({}));
  });

  it.each<[string, Partial<ModelDefinition>]>([
    ['rate', { learner: { name: 'sgd', eta0: 0.9 } }],
    ['gate', { gate: { name: 'article' } }],
    ['threshold', { threshold: 0.9 }],
    ['segment size', { segmentRows: 7 }],
    ['label', { label: 'bought' }],
    ['time to wait for labels', { rememberFor: '1 day', labelAfter: '1 hour', remember: true }],
  ])('stays with another %s, which may change under a running model', (_, varied) => {
    expect(shape(varied)).toBe(shape({}));
  });
});
