import { describe, expect, it } from 'vitest';
import type { QualityRow } from '../../learning/snapshot/ledger-row.ts';
import { renderReport } from '../../report/report.ts';
import { qualityRowOf } from '../builders/ledger-row.ts';
import { ledgerRow, segmentResult } from './ledger-builder.ts';
import { reportInput } from './report-input.ts';

const quality = qualityRowOf();
const pageOf = (varied: Partial<QualityRow> | null, drift: ('adwin' | 'ddm')[] = []) =>
  renderReport(
    reportInput({
      rows: [ledgerRow({ segments: [segmentResult({ drift })], quality: varied && { ...quality, ...varied } })],
      truth: [],
    }),
  );

describe('the report', () => {
  it('tells AUC, Brier score and the threshold of the last commit', () => {
    for (const figure of ['0.988', '0.092', '0.417', '1,234']) expect(pageOf({})).toContain(figure);
    expect(pageOf({ auc: null })).toContain('one class only');
  });

  it('sets what was given beside what came', () => {
    expect(pageOf({})).toMatch(/>0\.05<\/td><td class="number">0\.06</);
  });

  it('tells whom a committee listens to, escaped, and leaves that out of other learners', () => {
    expect(pageOf({})).toMatch(/pairs, kalman<\/th><td class="number">0\.81<\/td><td class="number">0\.312</);
    expect(pageOf({})).toContain('&lt;b&gt;');
    expect(pageOf({ members: [] })).not.toContain('Whom the committee listens to');
  });

  it('marks where drift was found, by which detectors, and has no lane where there was none', () => {
    expect(pageOf({}, ['adwin', 'ddm'])).toContain('segment 1: drift found by adwin, ddm');
    expect(pageOf({})).not.toContain('class="mark drift"');
  });

  it('has no such section before the first segment', () => {
    expect(pageOf(null)).not.toContain('id="quality"');
  });
});
