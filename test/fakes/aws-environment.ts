import { vi } from 'vitest';

/** Lets every client of the AWS SDK that is made from now on talk to an endpoint; `vi.unstubAllEnvs` ends it. */
export function stubAws(endpoint: string): void {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}
