import { expect, it } from 'vitest';
import { changesInWords, expectDeployed, undeployedChanges } from '../../cli/undeployed-changes.ts';
import { definitionFields } from '../../learning/definition-fields.ts';
import { definitionOf as aDefinition } from '../builders/definition.ts';

it('a model that came into the config after the deployment is sent nothing', () => {
  const deployed = new Map(['tutorial', 'clicks'].map((model) => [model, definitionFields(aDefinition())]));
  expect(() => expectDeployed('churn', aDefinition(), { overrides: {}, models: deployed })).toThrow(
    'model churn is in sluice.config.ts, and not deployed yet: expected one of tutorial, clicks; `npm run deploy` deploys it',
  );
  expectDeployed('clicks', aDefinition(), { overrides: {}, models: deployed });
  expectDeployed('clicks', aDefinition(), { overrides: {}, models: undefined }); // deployed before the trainer told its models
});

it('a model whose columns changed after the deployment is sent nothing; other settings are no reason', () => {
  const models = new Map([['clicks', definitionFields(aDefinition({ features: ['a', 'b'] }))]]);
  const expectSent = (varied: Parameters<typeof aDefinition>[0]) =>
    expectDeployed('clicks', aDefinition({ features: ['a', 'b'], ...varied }), { overrides: {}, models });
  expect(() => expectSent({ missing: ['a'] })).toThrow(
    'model clicks is deployed with other columns: missing: deployed [], in sluice.config.ts ["a"]; `npm run deploy` deploys it. Nothing was sent',
  );
  expectSent({ threshold: 0.4, learner: { name: 'sgd', eta0: 0.5 }, gate: { name: 'champion' } });
});

it('a setting that was changed after the deployment is told, with both values', () => {
  const models = new Map([['clicks', definitionFields(aDefinition({ threshold: 0.5 }))]]);
  const now = aDefinition({ threshold: 0.4, gate: { name: 'champion' } });
  const changes = undeployedChanges('clicks', now, { overrides: {}, models });
  expect(changesInWords(changes)).toBe(
    'threshold: deployed 0.5, in sluice.config.ts 0.4; gate: deployed none, in sluice.config.ts champion',
  );
  expect(undeployedChanges('clicks', aDefinition(), { overrides: {}, models })).toEqual([]);
  expect(undeployedChanges('clicks', now, { overrides: {}, models: undefined })).toEqual([]);
  expect(undeployedChanges('churn', now, { overrides: {}, models })).toEqual([]); // not deployed at all: told by itself
});

it('a setting that was added or left out is told as not set', () => {
  const [change] = [{ field: 'labelAfter', before: undefined, after: '10 minutes' }];
  expect(changesInWords([change])).toBe('labelAfter: deployed not set, in sluice.config.ts 10 minutes');
});
