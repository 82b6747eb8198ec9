import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Overrides } from '../../lambdas/definitions.ts';
import { folders, readEnvironment } from '../environment.ts';
import { runProgram } from './processes.ts';

/** The account that LocalStack and ministack act as, whatever the credentials. */
const EMULATOR_ACCOUNT = '000000000000';

/** Settings for `cdk` where nobody watches: no telemetry, no look for newer versions. */
const env = { CDK_DISABLE_CLI_TELEMETRY: '1', CDK_DISABLE_VERSION_CHECK: '1' };

/** Bootstraps the account of an emulator and deploys both stacks of a stage, with the real `cdk`. */
export async function deployStacks(stage: string, overrides: Overrides = {}): Promise<void> {
  const assembly = join(folders.local, `cdk.out.${process.pid}`);
  mkdirSync(folders.local, { recursive: true });
  const context = ['--context', `stage=${stage}`, '--context', `overrides=${JSON.stringify(overrides)}`];
  try {
    await Promise.all([
      runCdk('bootstrap', [`aws://${EMULATOR_ACCOUNT}/${readEnvironment().region}`], folders.local), // where no app is found
      runCdk('synth', ['--quiet', '--output', assembly, ...context]),
    ]);
    await runCdk('deploy', ['--all', '--app', assembly, '--require-approval', 'never', '--progress', 'events']);
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

async function runCdk(verb: string, args: readonly string[], folder: string = folders.root): Promise<void> {
  const logFile = join(folders.local, `cdk-${verb}.log`);
  await runProgram({ command: join(folders.binaries, 'cdk'), args: [verb, ...args], logFile, folder, env });
}
