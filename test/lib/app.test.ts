import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const app = join(import.meta.dirname, '../../bin/app.ts');

/** Runs the app as the cdk command does, up to the first error: nothing is bundled. */
const synth = (context: Record<string, unknown>) =>
  promisify(execFile)(process.execPath, [app], {
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }) },
  });

describe('the app', () => {
  it('refuses a definition that cannot be used, before anything is deployed', async () => {
    await expect(synth({ overrides: '{"clicks":{"threshold":7}}' })).rejects.toThrow(
      'model clicks: threshold: expected a number between 0 and 1, or f1, got 7',
    );
  });

  it('refuses overrides of a model that the config does not have', async () => {
    await expect(synth({ overrides: '{"clocks":{}}' })).rejects.toThrow(/overrides: expected one of .*, got clocks/);
  });

  it('refuses a stage that it does not know', async () => {
    await expect(synth({ stage: 'staging' })).rejects.toThrow('expected one of dev, prod, local, got "staging"');
  });
});
