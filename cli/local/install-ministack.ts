import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../environment.ts';
import { CommandError } from '../errors.ts';
import { runProgram } from './processes.ts';

/** The emulator's version; the folder carries it, so another version is installed beside it. */
export const MINISTACK_VERSION = '1.5.33';

const PYTHON_MIN = [3, 10] as const;

/**
 * Installs the emulator into a virtual environment of the project's own, once.
 *
 * @returns the Python that runs it
 * @throws {CommandError} saying what is missing, and how to do without it.
 */
export async function installMinistack(): Promise<string> {
  const folder = join(folders.local, `ministack-${MINISTACK_VERSION}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  const draft = `${folder}.${process.pid}`; // renamed when whole: an install that was cut short is never used
  const logFile = join(folders.local, 'install.log');
  mkdirSync(folders.local, { recursive: true });
  try {
    await runProgram({ command: findPython(), args: ['-m', 'venv', draft], logFile });
    const requirements = join(import.meta.dirname, 'ministack-requirements.txt');
    const args = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--retries',
      '1',
      '-r',
      requirements,
    ];
    await runProgram({ command: join(draft, 'bin', 'python'), args, logFile });
    if (!existsSync(folder)) renameSync(draft, folder);
    return python;
  } catch (error) {
    throw new CommandError(
      `the local emulator (ministack ${MINISTACK_VERSION}) could not be installed from the Python package index.\n` +
        'It needs the network once. Without it, start LocalStack or another emulator yourself and set AWS_ENDPOINT_URL, ' +
        `e.g. AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm start\n${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function findPython(): string {
  for (const command of ['python3', 'python']) {
    const version = versionOf(command);
    if (
      version !== undefined &&
      (version[0] > PYTHON_MIN[0] || (version[0] === PYTHON_MIN[0] && version[1] >= PYTHON_MIN[1]))
    ) {
      return command;
    }
  }
  throw new CommandError(`Python ${PYTHON_MIN.join('.')} or newer was not found as python3 or python`);
}

function versionOf(command: string): number[] | undefined {
  try {
    const program = 'import sys; print(sys.version_info[0], sys.version_info[1])';
    return execFileSync(command, ['-c', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split(' ')
      .map(Number);
  } catch {
    return undefined; // not there, or not Python
  }
}
