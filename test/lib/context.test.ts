import { describe, expect, it } from 'vitest';
import { overridesOf, stageOf } from '../../lib/context.ts';
import { stages } from '../../lib/settings.ts';

describe('the stage in the context', () => {
  it('is dev when none is given', () => {
    expect(stageOf(undefined)).toBe('dev');
  });

  it.each(stages)('can be %s', (stage) => {
    expect(stageOf(stage)).toBe(stage);
  });

  it.each(['production', '', 'toString', 7, null])('cannot be %j', (given) => {
    expect(() => stageOf(given)).toThrow(
      `context stage: expected one of dev, prod, local, got ${JSON.stringify(given)}`,
    );
  });
});

describe('the overrides in the context', () => {
  it('are none when none are given', () => {
    expect(overridesOf(undefined)).toEqual({});
  });

  it('may be JSON text, as on the command line, or an object, as in cdk.json', () => {
    const overrides = { clicks: { threshold: 0.4 } };
    expect(overridesOf(JSON.stringify(overrides))).toEqual(overrides);
    expect(overridesOf(overrides)).toEqual(overrides);
  });

  it.each(['{bad', '', '[]', 'null', '7', [], 7])('cannot be %j', (given) => {
    expect(() => overridesOf(given)).toThrow(
      /^context overrides: expected JSON of an object by model, like {"clicks":{"threshold":0\.4}}, got /,
    );
  });

  it('keep the reason why a text is not JSON', () => {
    expect(() => overridesOf('{bad')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ name: 'SyntaxError' }) }),
    );
  });

  it('hold an object of fields for each model', () => {
    expect(() => overridesOf('{"clicks": "sgd"}')).toThrow(
      'context overrides: clicks: expected an object of fields, got "sgd"',
    );
  });
});
