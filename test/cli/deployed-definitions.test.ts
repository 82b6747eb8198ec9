import { expect, it } from 'vitest';
import { definitionOf } from '../../cli/deployed-definitions.ts';
import { definitionOf as aDefinition } from '../builders/definition.ts';

it('a model that is misspelt is answered with the nearest of those there are, another with those alone', () => {
  const definitions = new Map([
    ['tutorial', aDefinition()],
    ['clicks', aDefinition()],
  ]);
  expect(() => definitionOf('click', definitions)).toThrow(
    '--model: expected one of tutorial, clicks, got click; the nearest is clicks',
  );
  expect(() => definitionOf('click', new Map([['clicks', aDefinition()]]))).toThrow(
    'expected one of clicks, got click; the nearest is clicks',
  );
  expect(() => definitionOf('churn', definitions)).toThrow(/expected one of tutorial, clicks, got churn$/);
});
