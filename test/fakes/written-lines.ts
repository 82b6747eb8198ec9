import { vi } from 'vitest';
import { PowertoolsTelemetry } from '../../lambdas/aws/powertools-telemetry.ts';

/** What telemetry writes to standard output and error, line by line, as JSON. */
export function linesOf(use: (telemetry: PowertoolsTelemetry) => void): Record<string, unknown>[] {
  vi.stubEnv('POWERTOOLS_DEV', undefined);
  const written: string[] = [];
  const keep = (text: unknown) => written.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  use(new PowertoolsTelemetry('trainer', 'Sluice/test'));
  vi.restoreAllMocks();
  const lines = written.join('').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
