import { expect, it } from 'vitest';
import { definitionOf, expectDeployed } from '../../cli/deployed-definitions.ts';
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

it('a model that came into the config after the deployment is sent nothing', () => {
  expect(() => expectDeployed('churn', { overrides: {}, models: ['tutorial', 'clicks'] })).toThrow(
    'model churn is in sluice.config.ts, and not deployed yet: expected one of tutorial, clicks; `npm run deploy` deploys it',
  );
  expectDeployed('clicks', { overrides: {}, models: ['tutorial', 'clicks'] });
  expectDeployed('clicks', { overrides: {}, models: undefined }); // deployed before the trainer told its models
});
