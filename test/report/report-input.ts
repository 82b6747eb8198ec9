import { resolveDefinition } from '../../learning/definition.ts';
import { NO_CODE } from '../../report/page.ts';
import type { ReportInput } from '../../report/report.ts';

/** A report of an empty ledger; a test names what it is about. */
export function reportInput(varied: Partial<ReportInput> = {}): ReportInput {
  return {
    model: 'clicks',
    definition: resolveDefinition('clicks', { features: 10 }),
    rows: [],
    truth: [],
    endpoint: 'ministack 1.5.33 on this machine',
    versions: { sluice: '0.1.0', node: '24.21.0' },
    madeAtMs: Date.UTC(2026, 10, 24, 8, 20, 1),
    code: NO_CODE,
    ...varied,
  };
}

export const tourRun: ReportInput['run'] = {
  scenario: 'tour',
  seed: 7,
  recordsSent: 600,
  seconds: { install: 5.1, endpoint: 2.04, deploy: 8.4, stream: 11.9, report: 0.03 },
};
