import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../cli/environment.ts';
import { eventually } from './emulated-pipeline.ts';

/** Another program on the port that emulators like. */
let squatter: Server;

beforeAll(async () => {
  squatter = createServer();
  await new Promise<void>((resolve) => {
    squatter.once('error', () => resolve()).listen(4566, '127.0.0.1', resolve); // somebody else's will do as well
  });
});
afterAll(() => {
  squatter.close();
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

/** `npm start` with a mark in its environment, which all that it starts inherits. */
function npmStart(
  mark: string,
  ...args: string[]
): { child: ChildProcess; ended: Promise<Ended>; errors: () => string } {
  const env = { ...childEnvironment({ SLUICE_TEST_MARK: mark }), AWS_ENDPOINT_URL: '' };
  const child = spawn(process.execPath, ['bin/sluice.ts', 'start', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, out, errors }));
  });
  return { child, ended, errors: () => errors };
}

/** Processes that still carry the mark. */
function leftBehind(mark: string): string[] {
  const sought = `SLUICE_TEST_MARK=${mark}`;
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(sought);
    } catch {
      return false; // it has ended, or has no environment to read
    }
  });
}

describe('npm start', () => {
  it('takes every record, tells so in one JSON document, and leaves no process behind', async () => {
    const { ended } = npmStart('whole', '--segments', '40', '--scenario', 'tutorial', '--seed', '5', '--json');
    const { status, out, errors } = await ended;
    expect({ status, errors: status === 0 ? '' : errors }).toEqual({ status: 0, errors: '' });
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      model: 'tutorial',
      learner: 'sgd',
      gate: 'article',
      scenario: 'tutorial',
      seed: 5,
      records: { sent: 40, taken: 40, duplicates: 0, quarantined: 0 },
    });
    const { accepted, held, rejected, promoted } = result.segments;
    expect(accepted + held + rejected + promoted).toBe(40);
    expect(Object.keys(result.seconds)).toEqual(['install', 'endpoint', 'deploy', 'stream', 'report', 'total']);
    expect(readFileSync(result.report, 'utf8')).toMatch(/^<!doctype html>/i);
    expect(leftBehind('whole')).toEqual([]);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves no process behind after %s', async (signal) => {
    const { child, ended, errors } = npmStart(signal, '--segments', '40');
    await eventually('the deployment to begin', async () => (errors().includes('deploy:') ? true : undefined));
    expect(leftBehind(signal).length).toBeGreaterThan(1);
    child.kill(signal);
    expect((await ended).status).toBe(signal === 'SIGINT' ? 130 : null);
    await eventually('its processes to end', async () => (leftBehind(signal).length === 0 ? true : undefined), 10_000);
  });

  it('tells a wrong call from a failure', async () => {
    expect(await npmStart('usage', '--segments', 'many').ended).toMatchObject({ status: 2, out: '' });
    expect((await npmStart('usage', '--scenario', 'none').ended).errors).toMatch(/Allowed choices are tour, tutorial/);
  });
});
