import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { deployedOverrides } from './deployed-definitions.ts';
import { findFunctions, StackNotFoundError } from './deployment.ts';
import { childEnvironment, folders, readEnvironment, useEndpoint } from './environment.ts';

/**
 * `npm run deploy`: `cdk deploy` of both stacks, to AWS or to `AWS_ENDPOINT_URL`. More arguments are cdk's.
 *
 * @returns cdk's exit status.
 */
export async function deploy(args: readonly string[]): Promise<number> {
  return cdkWhereCommandsGo('deploy', ['--all'], argumentsForEmulator, args);
}

/** `npm run destroy -- STACK`: `cdk destroy`, of what stands where the commands go. More arguments are cdk's. */
export async function destroy(args: readonly string[]): Promise<number> {
  return cdkWhereCommandsGo('destroy', [], async () => STAGE_OF_EMULATOR, args);
}

const STAGE_OF_EMULATOR = ['--context', 'stage=local'];

async function cdkWhereCommandsGo(
  verb: string,
  always: readonly string[],
  forEmulator: () => Promise<readonly string[]>,
  args: readonly string[],
): Promise<number> {
  const { endpoint } = readEnvironment();
  if (endpoint !== undefined) useEndpoint(endpoint);
  const known = endpoint === undefined ? [] : await forEmulator();
  const cdk = spawn(join(folders.binaries, 'cdk'), [verb, ...always, ...known, ...args], {
    cwd: folders.root,
    env: childEnvironment(),
    stdio: 'inherit',
  });
  const [status] = await once(cdk, 'exit');
  return status ?? 1; // none: a signal ended it
}

/** An emulator has the stage `local`, nobody to approve, and the learner and gate that `npm start` was told. */
async function argumentsForEmulator(): Promise<string[]> {
  const overrides = JSON.stringify(await overridesInForce('local'));
  return [...STAGE_OF_EMULATOR, '--context', `overrides=${overrides}`, '--require-approval', 'never'];
}

async function overridesInForce(stage: string) {
  try {
    return await deployedOverrides((await findFunctions(stage)).trainer);
  } catch (error) {
    if (error instanceof StackNotFoundError) return {};
    throw error;
  }
}
