import { describe, expect, it } from 'vitest';
import type { SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { unpackHistory } from '../../report/packed-history.ts';
import { type PageData, renderReport } from '../../report/report.ts';
import { segmentsOf } from '../../report/summary.ts';
import { judgedSegment, ledgerRow, segmentResult, tourLedger, trialReading } from './ledger-builder.ts';
import { reportInput, tourRun } from './report-input.ts';

const DATA = /<script type="application\/json" id="data">(.*)<\/script>/;

describe('the report', () => {
  it('is the same page for the same input', () => {
    const input = reportInput({ ...tourLedger(50, 5), run: tourRun });

    expect(renderReport(input)).toBe(renderReport(input));
  });

  it('holds every point of ten thousand segments in about a megabyte, for what runs in it', () => {
    const { rows, truth } = tourLedger(10_000, 10_000);
    const page = renderReport(reportInput({ rows, truth, run: tourRun }));

    const { segments } = unpackHistory(dataIn(page).history);
    expect(segments.map(({ confusion }) => confusion)).toEqual(segmentsOf(rows).map(({ confusion }) => confusion));
    expect(page.length).toBeLessThan(1_050_000);
  });

  it('draws as many points as a wide screen can show, for who runs no scripts, and says so', () => {
    const page = renderReport(reportInput(tourLedger(10_000, 10_000)));

    expect(curvesIn(page).slice(0, 3)).toEqual(new Array(3).fill({ points: 1_000, commands: 1_000 }));
    expect(dotsIn(page)).toEqual(new Array(4).fill({ points: 1_000, commands: 1_000 }));
    expect(page).toContain('One in 10 segments is drawn.');
  });

  it('is not much longer when the gate let nothing through', () => {
    const { rows, truth } = tourLedger(10_000, 400);
    const rejected = rows.map((row) => ({
      ...row,
      segments: row.segments.map((segment) => ({ ...segment, verdict: 'rejected' as const })),
    }));

    expect(renderReport(reportInput({ rows: rejected, truth })).length).toBeLessThan(1_200_000);
  });

  it('is bounded when every segment was one of a trial', () => {
    const { rows, truth } = tourLedger(10_000, 400);
    const onTrial = rows.map((row) => ({
      ...row,
      segments: row.segments.map(({ segment, sentence }) =>
        judgedSegment(
          { trial: trialReading({ segments: (segment % 20) + 1, evidence: 3 * Math.sin(segment) }) },
          { segment, sentence, verdict: 'held' },
        ),
      ),
    }));

    expect(renderReport(reportInput({ rows: onTrial, truth })).length).toBeLessThan(2_100_000);
  });

  it('has no figures of a gate that reads no numbers, and no evidence where there was no trial', () => {
    const pageOf = (segment: SegmentResult) =>
      renderReport(reportInput({ rows: [ledgerRow({ segments: [segment] })] }));

    expect(pageOf(segmentResult())).not.toMatch(/id="(gate|decisions)"|alone, in a trial|class="pieces/);
    expect(pageOf(judgedSegment({}))).toContain('id="surprise"');
    expect(pageOf(judgedSegment({}))).not.toMatch(/id="evidence"|alone, in a trial/);
    expect(pageOf(judgedSegment({ trial: trialReading() }))).toMatch(/champion alone, in a trial[\s\S]*id="evidence"/);
  });

  it('tells the sentences of the last hundred decisions, and how many there were', () => {
    const held = Array.from({ length: 150 }, (_, i) =>
      segmentResult({ segment: i + 1, verdict: 'held', sentence: `held: for reason ${i + 1}` }),
    );
    const page = renderReport(reportInput({ rows: [ledgerRow({ segments: held })] }));

    expect(page).toContain('The last 100 of 150 decisions');
    expect(page).toContain('<td class="sentence">for reason 51</td>');
    expect(page).not.toContain('<td class="sentence">for reason 50</td>');
  });

  it.each([
    ['no commit', []],
    ['one segment', [ledgerRow({ segments: [segmentResult()] })]],
    ['only quarantined records', [ledgerRow({ rows: 0, records: { taken: 0, duplicates: 0, quarantined: 12 } })]],
    ['only pending rows', [ledgerRow({ rows: 43, pendingRows: 43 })]],
    ['a segment of one label', [ledgerRow({ segments: [oneLabelled()] })]],
    ['two segments in one commit', [ledgerRow({ segments: [segmentResult(), segmentResult({ segment: 2 })] })]],
    ['a log loss that is no number', [ledgerRow({ segments: [segmentResult({ logLossSum: Number.NaN })] })]],
    ['a judged segment', [ledgerRow({ segments: [judgedSegment({})] })]],
    ['a trial', [ledgerRow({ segments: [judgedSegment({ trial: trialReading() })] })]],
    ['a ledger that begins late', [ledgerRow({ version: 900, segments: [segmentResult({ segment: 12_345 })] })]],
  ])('has no hole where there is %s', (_, rows) => {
    const page = withoutData(renderReport(reportInput({ rows })));

    expect(page).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('escapes all that comes from data', () => {
    const hostile = '"><script>alert(1)</script>';
    const page = renderReport(
      reportInput({
        model: hostile,
        rows: [ledgerRow({ segments: [segmentResult({ verdict: 'held', sentence: `held: ${hostile}` })] })],
        truth: [
          { kind: 'harmful', from: 0, to: 1, label: hostile },
          { kind: 'concept', from: 0, to: 1, label: hostile },
        ],
        endpoint: hostile,
        versions: { [hostile]: hostile },
        run: { scenario: hostile, seed: 1, recordsSent: 1, seconds: { [hostile]: 1 } },
      }),
    );

    expect(page.match(/<script>/g)).toHaveLength(1); // the theme's own
    expect(page).not.toContain('"><script>alert');
  });

  it('names nothing that a browser would load', () => {
    const page = renderReport(reportInput({ ...tourLedger(50, 5), run: tourRun }));

    expect(page).not.toMatch(/https?:|url\(|@import|<img|<link rel="stylesheet"/);
  });
});

function dataIn(page: string): PageData {
  return JSON.parse(DATA.exec(page)?.[1] ?? '');
}

function withoutData(page: string): string {
  return page.replace(DATA, '');
}

function oneLabelled() {
  return segmentResult({
    confusion: { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 100 },
    logLossSum: 0,
  });
}

function curvesIn(page: string) {
  return pathsIn(page, 'curve').map(({ points, path }) => ({ points, commands: path.match(/[ML]/g)?.length }));
}

function dotsIn(page: string) {
  return pathsIn(page, 'dots').map(({ points, path }) => ({ points, commands: path.match(/h0/g)?.length }));
}

function pathsIn(page: string, name: string) {
  const paths = page.matchAll(new RegExp(`<path class="${name}" data-points="(\\d+)" d="([^"]*)"`, 'g'));
  return [...paths].map(([, points, path]) => ({ points: Number(points), path }));
}
