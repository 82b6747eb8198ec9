import { coloured } from '../colour.ts';
import { CommandError } from '../errors.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

export interface DoctorOptions {
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice doctor`: whether a stage is well, a line for each thing, with what to do.
 *
 * @throws {CommandError} at the end, when something is not.
 */
export async function doctorCommand({ stage, json }: DoctorOptions): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of examine(stage)) {
    findings.push(finding);
    if (!json) process.stdout.write(`${findingLines(finding).join('\n')}\n`);
  }
  const wrong = findings.filter(({ state }) => state === 'bad').length;
  if (json) process.stdout.write(`${JSON.stringify({ stage, healthy: wrong === 0, findings })}\n`);
  if (wrong > 0) throw new CommandError(`stage ${stage}: ${wrong} of ${findings.length} things looked at are not well`);
}

const signs = {
  good: () => coloured('good', '✓'),
  unknown: () => coloured('quiet', '–'),
  bad: () => coloured('bad', '✗'),
};

/** A line for what was found, and one for what to do. */
export function findingLines(finding: Finding): string[] {
  const line = `${signs[finding.state]()} ${finding.about}: ${finding.says}`;
  return 'todo' in finding && finding.todo !== undefined ? [line, `    ${finding.todo}`] : [line];
}
