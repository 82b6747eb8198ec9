import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment, folders } from '../environment.ts';
import { CommandError } from '../errors.ts';

/** Process groups that are running because of us; should we end on an error, they end with us. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/** A program with its arguments, and where its output goes. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  /** @default the project's folder */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program on a leash, which is the pipe from us: when it closes, because we ended, however that was, `cat` ends and
 * takes the group along. When the program ends by itself, what it left running ends too.
 */
const LEASH = `exec 3<&0
{ cat <&3; kill -TERM 0; } > /dev/null &
"$@" < /dev/null 3<&-
status=$?; trap "" TERM; kill -TERM 0; exit $status`;

/** Starts a program in a group of its own that never outlives us. */
export function startProgram({ command, args, logFile, folder = folders.root, env = {} }: Program): ChildProcess {
  const log = openSync(logFile, 'w');
  const child = spawn('/bin/sh', ['-c', LEASH, 'sh', command, ...args], {
    cwd: folder,
    env: childEnvironment(env),
    stdio: ['pipe', log, log],
    detached: true,
  });
  closeSync(log);
  child.stdin?.on('error', () => {}); // the program has ended, which is noticed elsewhere
  running.add(child);
  child.once('exit', () => {
    if (!groupAlive(child)) running.delete(child);
  });
  return child;
}

/**
 * Runs a program to its end.
 *
 * @throws {CommandError} with the end of its output when it fails.
 */
export async function runProgram(program: Program): Promise<void> {
  const child = startProgram(program);
  const status = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
  if (status === 0) return;
  const { command, args, logFile } = program;
  throw new CommandError(
    `${[command, ...args].join(' ')}\nended with ${status}. The end of its output:\n${lastLines(logFile, 25)}`,
  );
}

/** Ends a program and all that it started: first asked, after a second made to. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGTERM');
  for (let waited = 0; waited < 1_000 && groupAlive(child); waited += 50) await sleep(50);
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

/** Ends all that is still running. */
export async function stopAllPrograms(): Promise<void> {
  await Promise.all([...running].map(stopProgram));
}

/** The last lines of a log, for a message. */
export function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

function groupAlive({ pid }: ChildProcess): boolean {
  try {
    if (pid !== undefined) process.kill(-pid, 0);
    return pid !== undefined;
  } catch {
    return false; // no such group
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // the group has ended already
  }
}
