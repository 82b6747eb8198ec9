import { afterEach, describe, expect, it, vi } from 'vitest';
import { readNumber, readVariables } from '../../../lambdas/aws/environment.ts';

describe('readVariables', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('reads the variables that are asked for, under their names in the contract', () => {
    vi.stubEnv('SLUICE_STREAM', 'records');
    vi.stubEnv('SLUICE_LEDGER_TABLE', 'ledger');
    expect(readVariables('streamName', 'ledgerTable')).toEqual({ streamName: 'records', ledgerTable: 'ledger' });
  });

  it('says of a missing variable that it is not set', () => {
    vi.stubEnv('SLUICE_STREAM', undefined);
    expect(() => readVariables('streamName')).toThrow(
      'SLUICE_STREAM is not set; the pipeline stack sets it: deploy it again',
    );
  });

  it('says of an empty variable that it is empty', () => {
    vi.stubEnv('SLUICE_STREAM', '');
    expect(() => readVariables('streamName')).toThrow(
      'SLUICE_STREAM is empty; the pipeline stack sets it: deploy it again',
    );
  });

  it('reads a number', () => {
    vi.stubEnv('SLUICE_LOOK_AGAIN_MS', '5000');
    expect(readNumber('lookAgainMs')).toBe(5_000);
  });

  it.each(['soon', '-1', 'Infinity'])('says of %s that it is no number', (value) => {
    vi.stubEnv('SLUICE_LOOK_AGAIN_MS', value);
    expect(() => readNumber('lookAgainMs')).toThrow(
      `SLUICE_LOOK_AGAIN_MS: expected a number from 0, got "${value}"; deploy it again`,
    );
  });
});
