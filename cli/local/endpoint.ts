import { readEnvironment, useEndpoint } from '../environment.ts';
import { CommandError } from '../errors.ts';
import type { Phases } from '../phases.ts';
import { installMinistack, MINISTACK_VERSION } from './install-ministack.ts';
import { startMinistack } from './ministack.ts';

/** Where the stacks are deployed. An emulator of our own ends with us; one that was given is left as it is. */
export interface Endpoint {
  readonly url: string;
  readonly description: string;
}

/** The endpoint that `AWS_ENDPOINT_URL` names, or else an emulator of our own. Every SDK client then uses it. */
export async function openEndpoint(phases: Phases): Promise<Endpoint> {
  const { endpoint: given } = readEnvironment();
  if (given !== undefined) {
    await phases.run('install', async () => {});
    await phases.run('endpoint', () => checkAnswers(given));
    useEndpoint(given);
    return { url: given, description: given };
  }
  const python = await phases.run('install', installMinistack);
  const url = await phases.run('endpoint', () => startMinistack(python));
  useEndpoint(url);
  return { url, description: `ministack ${MINISTACK_VERSION}` };
}

/** Any answer will do: emulators differ in what they say of their health. */
async function checkAnswers(url: string): Promise<void> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) });
  } catch (error) {
    throw new CommandError(
      `AWS_ENDPOINT_URL is ${url}, but nothing answers there: start it, or unset the variable to use the emulator that comes with Sluice`,
      { cause: error },
    );
  }
}
