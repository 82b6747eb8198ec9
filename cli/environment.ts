import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** What the command line takes from the environment; nothing else in `cli` reads it. */
export interface Environment {
  /** The endpoint that takes the place of AWS, if one is set. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

const root = join(import.meta.dirname, '..');

/** Folders of the project, wherever a command is called from. */
export const folders = {
  root,
  /** What the project installs and writes for itself. */
  local: join(root, '.local'),
  binaries: join(root, 'node_modules', '.bin'),
} as const;

export function readEnvironment(): Environment {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return {
    endpoint: AWS_ENDPOINT_URL === undefined || AWS_ENDPOINT_URL === '' ? undefined : AWS_ENDPOINT_URL,
    region: AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1',
  };
}

/** The name of whoever is logged in here; in a container that may be nobody with a name. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? 'unknown';
  }
}

/**
 * Points every SDK client made from now on, and every child process, at an emulator.
 *
 * Credentials that are set are kept; an emulator takes any, so `test` serves where there are none. `localhost` becomes
 * 127.0.0.1: S3 clients then put the bucket into the path, where a bucket's name before `localhost` need not resolve.
 */
export function useEndpoint(endpoint: string): void {
  process.env.AWS_ENDPOINT_URL = endpoint.replace('://localhost', '://127.0.0.1');
  process.env.AWS_REGION = readEnvironment().region;
  if (process.env.AWS_ACCESS_KEY_ID === undefined && process.env.AWS_PROFILE === undefined) {
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
  }
}

/** The environment for a child process: ours, the project's own binaries first (its Node runs the functions too). */
export function childEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = existsSync(folders.binaries) ? `${folders.binaries}:${process.env.PATH ?? ''}` : process.env.PATH;
  return { ...process.env, PATH: path, ...more };
}
