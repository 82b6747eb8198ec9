import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../lambdas/definitions.ts';
import { DefinitionError } from '../../learning/definition.ts';
import { models } from '../../sluice.config.ts';

const clicks = { features: 2, gate: { name: 'article' } } as const;

describe('definitionsOf', () => {
  it('fills in the models of the config, in its order', () => {
    expect([...definitionsOf(models).keys()]).toEqual(['tutorial', 'clicks']);
    expect(definitionsOf(models).get('tutorial')).toEqual({
      features: ['x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9'],
      categorical: [],
      hashBits: 8,
      missing: [],
      label: 'label',
      learner: { name: 'sgd', loss: 'log_loss', learningRate: 'constant', eta0: 0.001 },
      scaler: 'minmax',
      gate: { name: 'article' },
      threshold: 0.5,
      segmentRows: 100,
      remember: false,
      rememberFor: '7 days',
    });
  });

  it('replaces the overridden fields, and leaves the others', () => {
    const definition = definitionsOf({ clicks }, { clicks: { threshold: 0.3 } }).get('clicks');
    expect(definition).toMatchObject({ threshold: 0.3, gate: { name: 'article' } });
  });

  it.each(['buys', 'toString', '__proto__'])('refuses overrides of a model that is not there: %s', (model) => {
    const overrides = JSON.parse(`{${JSON.stringify(model)}: {"threshold": 0.3}}`);
    expect(() => definitionsOf({ clicks }, overrides)).toThrow(
      new DefinitionError(`overrides: expected one of clicks, got ${model}`),
    );
  });

  it('refuses an override that is out of range, with model and field', () => {
    expect(() => definitionsOf({ clicks }, { clicks: { threshold: 3 } })).toThrow(
      new DefinitionError('model clicks: threshold: expected a number between 0 and 1, or f1, got 3'),
    );
  });

  it.each([
    ['{"treshold": 0.3}', 'treshold: expected a known field; the nearest is threshold'],
    ['{"segment_rows": 50}', 'segment_rows: expected a known field; the nearest is segmentRows'],
    ['{"Threshold": 0.3}', 'Threshold: expected a known field; the nearest is threshold'],
    ['{"learning": {"name": "sgd"}}', 'learning: expected a known field; the nearest is learner'],
    ['{"__proto__": {"threshold": 0.3}}', '__proto__: expected a known field'],
    ['{"gate": {"name": "none", "limit": 3}}', 'gate: none: limit: expected no options'],
    ['{"learner": {"name": "sgd", "eta": 1}}', 'learner: sgd: eta: expected one of the options'],
  ])('refuses a misspelt override instead of ignoring it: %s', (fields, message) => {
    const overrides = JSON.parse(`{"clicks": ${fields}}`);
    expect(() => definitionsOf({ clicks }, overrides)).toThrow(`model clicks: ${message}`);
  });

  it('refuses a misspelt field of the config', () => {
    const misspelt = { ...clicks, scalar: 'minmax' };
    expect(() => definitionsOf({ clicks: misspelt })).toThrow(
      new DefinitionError('model clicks: scalar: expected a known field; the nearest is scaler'),
    );
  });

  it('refuses a config without a model', () => {
    expect(() => definitionsOf({})).toThrow(new DefinitionError('models: expected at least one, got none'));
  });
});
