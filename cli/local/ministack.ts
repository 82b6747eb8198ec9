import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../errors.ts';
import { lastLines, startProgram, stopProgram } from './processes.ts';

const START_LIMIT_MS = 30_000;

/**
 * Starts ministack on 127.0.0.1, on a free port, with nothing in it. It ends with `stopAllPrograms`, or with us.
 *
 * @returns its endpoint
 * @throws {CommandError} with the end of its log when it does not answer within 30 s.
 */
export async function startMinistack(python: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'ministack.log');
  const program = startProgram({
    command: python,
    args: ['-m', 'ministack'],
    logFile,
    env: {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AWS_ENDPOINT_URL: endpoint, // its functions take over its environment: without this they would call port 4566
      TMPDIR: folder,
      LOG_LEVEL: 'WARNING',
    },
  });
  for (let waited = 0; !(await isHealthy(endpoint)); waited += 50) {
    if (program.exitCode !== null || program.signalCode !== null || waited > START_LIMIT_MS) {
      const log = lastLines(logFile, 25);
      await stopProgram(program);
      throw new CommandError(`the emulator did not start on ${endpoint}. The end of its log:\n${log}`);
    }
    await sleep(50);
  }
  return endpoint;
}

/** Whether an emulator answers at an endpoint. */
async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_localstack/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port could be had');
  return address.port;
}
