import { describe, expect, it } from 'vitest';
import type { Deployed } from '../../cli/deployed-definitions.ts';
import { expectReadable } from '../../cli/redrive.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { definitionFields } from '../../learning/definition-fields.ts';
import { definitionOf } from '../builders/definition.ts';
import { goodRecords } from '../builders/stream.ts';
import { FakeFailedRecords } from '../fakes/failed-records.ts';

const definition = definitionOf();
/** `clicks`, of which a batch waits, and `churn`, of which nothing does. */
const definitions = new Map([
  ['clicks', definition],
  ['churn', definition],
]);
const deployedWith = (...models: readonly string[]): Deployed => ({
  overrides: {},
  models: new Map(models.map((model) => [model, definitionFields(definition)])),
});

describe('sluice redrive', () => {
  const failed = new FakeFailedRecords();
  failed.giveUp(goodRecords(3));
  const ports = { failed, definitions, gunzip };

  it.each([undefined, 'clicks'])('sends nothing for a model that is not deployed (--model %s)', async (model) => {
    await expect(expectReadable(model, deployedWith('churn'), ports)).rejects.toThrow(
      'model clicks is in sluice.config.ts, and not deployed yet: expected one of churn; `npm run deploy` deploys it. Nothing was sent',
    );
  });

  it('goes on where nothing waits for the one that is not deployed', async () => {
    await expect(expectReadable(undefined, deployedWith('clicks'), ports)).resolves.toBeUndefined();
    await expect(expectReadable('clicks', deployedWith('clicks'), ports)).resolves.toBeUndefined();
  });

  it('reads no object where everything is deployed as it is here', async () => {
    const before = failed.reads;
    await expectReadable(undefined, deployedWith('clicks', 'churn'), ports);
    expect(failed.reads).toBe(before);
  });
});
