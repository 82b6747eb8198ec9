import { scaleLinear } from 'd3-scale';
import { describe, expect, it } from 'vitest';
import type { SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { freerEnd } from '../../report/axes.ts';
import { bandsOf, drawBands } from '../../report/bands.ts';
import { curve, dots, outlierNote, yScale } from '../../report/curve.ts';
import { historyOf, progressOf } from '../../report/history.ts';
import { markStrip } from '../../report/marks.ts';
import { metrics } from '../../report/metrics.ts';
import { phasesPicture } from '../../report/phases.ts';
import { progressPictures } from '../../report/progress-picture.ts';
import { segmentScale } from '../../report/segment-picture.ts';
import { judgedSegment, ledgerRow, segmentResult, trialReading } from './ledger-builder.ts';

const overSegments = (count: number) => scaleLinear([0.5, count + 0.5], [0, 1000]);

const drawnStrip = (segments: readonly SegmentResult[]) =>
  markStrip(segments, overSegments(segments.length))?.drawing.text ?? '';
const share = { low: 0, high: 1 };

describe('a curve', () => {
  it('draws a point beyond the axis on its edge, and says so', () => {
    const points = Array.from({ length: 100 }, (_, i) => ({
      segment: i + 1,
      value: i === 41 ? 34.54 : 0.4 + i / 1000,
    }));
    const y = yScale(
      points.map(({ value }) => value),
      { low: 0, high: Number.POSITIVE_INFINITY },
      170,
    );

    expect(dots(points, overSegments(100), y).text).toContain('M415,0h0');
    expect(outlierNote(points, y)?.text).toContain('drawn on its edge: segment 42, 34.54.');
  });

  it('draws an infinite score on its edge', () => {
    const points = [0.5, Number.POSITIVE_INFINITY, 0.6].map((value, i) => ({ segment: i + 1, value }));
    const y = yScale(
      points.map(({ value }) => value),
      share,
      100,
    );

    expect(curve(points, overSegments(3), y).text).toContain('L500,0L');
    expect(outlierNote(points, y)?.text).toContain('segment 2, –');
  });

  it('has an axis within what the metric can be', () => {
    expect(yScale([0.01, 0.99], share, 100).domain()).toEqual([0, 1]);
    expect(yScale([1, 1, 1], share, 100).domain()[1]).toBe(1);
    expect(yScale([0, 0, 0], share, 100).domain()[0]).toBe(0);
  });
});

describe('the baselines', () => {
  it('are the scores of a model that knows only the share of positives', () => {
    const pooled = { truePositives: 10, falsePositives: 20, falseNegatives: 10, trueNegatives: 40 }; // 20 of 80 positive

    const [f1, logLoss, accuracy] = metrics.map((metric) => metric.baseline(pooled));

    expect(f1).toBeCloseTo((2 * 0.25) / 1.25, 12);
    expect(logLoss).toBeCloseTo(0.25 * Math.log(4) + 0.75 * Math.log(4 / 3), 12);
    expect(accuracy).toBeCloseTo(0.75, 12);
  });
});

describe('the verdict strip', () => {
  it('keeps its lanes where an axis shows a part, and draws the marks of that part only', () => {
    const segments = [
      segmentResult({ segment: 1, verdict: 'held', sentence: 'held: early' }),
      segmentResult({ segment: 9, verdict: 'rejected', sentence: 'rejected: late' }),
    ];

    const strip = markStrip(segments, scaleLinear([4.5, 9.5], [0, 1000]));

    expect(strip?.height).toBe(markStrip(segments, overSegments(9))?.height);
    expect(strip?.drawing.text).toContain('>held</text>');
    expect(strip?.drawing.text).toContain('rejected: late');
    expect(strip?.drawing.text).not.toContain('held: early');
  });

  it('gives each mark its segment and its sentence, and accepted segments none', () => {
    const drawn = drawnStrip([
      segmentResult(),
      segmentResult({ segment: 2, verdict: 'held', sentence: 'held: surprise 6.20 > 4.20' }),
    ]);

    expect(drawn.match(/class="mark /g)).toHaveLength(1);
    expect(drawn).toContain('<title>segment 2: held: surprise 6.20 &gt; 4.20</title>');
  });

  it('marks a challenger that was dropped, beside the next one that began with the same segment', () => {
    const trial = trialReading({ evidence: -2.6, outcome: 'dropped' });
    const drawn = drawnStrip([
      judgedSegment({ trial }, { sentence: 'accepted: challenger dropped' }),
      judgedSegment({ trial }, { segment: 2, verdict: 'held', sentence: 'held: another began' }),
    ]);

    expect(drawn.match(/class="mark \w+/g)).toEqual(['class="mark dropped', 'class="mark held', 'class="mark dropped']);
    expect(drawn).toContain('<title>segment 1: accepted: challenger dropped</title>');
  });

  it('has a lane for each verdict that occurs, and is not there without any', () => {
    const verdicts = ['held', 'promoted', 'held'] as const;

    expect(markStrip([segmentResult()], overSegments(1))).toBeUndefined();
    expect(
      markStrip(
        verdicts.map((verdict, i) => segmentResult({ segment: i + 1, verdict })),
        overSegments(3),
      )?.height,
    ).toBe(26);
  });

  it('joins the marks of a lane in one path when there are more than a thousand', () => {
    const rejected = Array.from({ length: 1001 }, (_, i) => segmentResult({ segment: i + 1, verdict: 'rejected' }));

    const drawn = drawnStrip(rejected);

    expect(drawn.match(/class="mark /g)).toHaveLength(1);
    expect(drawn.match(/M/g)).toHaveLength(1001);
    expect(drawn).toContain('<title>1,001 segments rejected</title>');
  });

  it('stays light however many marks there are', () => {
    const held = Array.from({ length: 50_000 }, (_, i) => segmentResult({ segment: i + 1, verdict: 'held' }));

    expect(drawnStrip(held).length).toBeLessThan(200_000);
  });
});

describe('the bands of the truth', () => {
  const truth = [
    { kind: 'harmful', from: 2, to: 4, label: 'labels flipped' },
    { kind: 'concept', from: 0, to: 6, label: 'concept A' },
    { kind: 'concept', from: 6, to: 100, label: 'concept B' },
  ] as const;

  it('have their edges between the segments, harmful ones on top, and end with the picture', () => {
    const bands = bandsOf(truth, overSegments(8));

    expect(bands.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['concept A', 0.5, 6.5],
      ['concept B', 6.5, 8.5],
      ['labels flipped', 2.5, 4.5],
    ]);
  });

  it('are left out of a picture that does not reach them', () => {
    expect(bandsOf(truth, overSegments(2)).map(({ label }) => label)).toEqual(['concept A']);
  });

  it('say which segments they hold', () => {
    const x = overSegments(8);

    const one = { kind: 'harmful', from: 4, to: 5, label: 'labels flipped' } as const;

    expect(drawBands(bandsOf(truth, x), x, 100).text).toContain('<title>labels flipped: segments 3 to 4</title>');
    expect(drawBands(bandsOf([one], x), x, 100).text).toContain('<title>labels flipped: segment 5</title>');
  });

  it('write no label over another', () => {
    const recurring = Array.from({ length: 100 }, (_, i) => ({
      kind: 'concept' as const,
      from: i,
      to: i + 1,
      label: `concept ${'AB'[i % 2]}`,
    }));
    const x = overSegments(100);

    const labels = drawBands(bandsOf(recurring, x), x, 100).text.match(/<text/g) ?? [];

    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length).toBeLessThanOrEqual(9); // of 60 px, in 620
  });
});

describe('the progress over time', () => {
  it('is a sentence while there is one commit, and curves from the second on', () => {
    const row = (version: number) =>
      ledgerRow({ version, committedAtMs: 1e12 + version, rows: 105, segments: [segmentResult({ segment: version })] });
    const { text } = progressPictures(historyOf([row(1)]));
    expect(text).toContain(': 105 rows taken, 1 segment judged. The curves begin with the second.');
    expect(text).not.toContain('<svg');
    expect(progressPictures(historyOf([row(1), row(2)])).text.match(/<figure/g)).toHaveLength(2);
  });

  it.each([
    [900, 'milliseconds', ['0', '200', '400', '600', '800']],
    [1999, 'milliseconds', ['0', '500', '1,000', '1,500']],
    [2000, 'seconds', ['0', '1', '2']],
    [150_000, 'minutes', ['0', '1', '2']],
  ])('of %d ms is told in %s', (elapsedMs, unit, ticks) => {
    const rows = [0, elapsedMs].map((ms, i) => ledgerRow({ version: i + 1, committedAtMs: 1e12 + ms }));
    const [axis] = progressPictures(historyOf(rows)).text.match(/<g class="x-axis">.*?<\/g>/s) ?? [];

    expect(axis).toContain(`>${unit} since the first commit<`);
    expect(Array.from(axis?.matchAll(/>([\d,]+)<\/text>/g) ?? [], ([, label]) => label)).toEqual(ticks);
  });

  it('adds up rows and segments, and never goes back in time', () => {
    const rows = [0, 500, 300, 900].map((ms, i) =>
      ledgerRow({ version: i + 1, committedAtMs: 1e12 + ms, rows: 105, segments: [segmentResult({ segment: i + 1 })] }),
    );

    expect(progressOf(rows)).toEqual([
      { elapsedMs: 0, rows: 105, segments: 1 },
      { elapsedMs: 500, rows: 210, segments: 2 },
      { elapsedMs: 500, rows: 315, segments: 3 },
      { elapsedMs: 900, rows: 420, segments: 4 },
    ]);
  });
});

describe('the name of a level', () => {
  const x = segmentScale({ from: 1, to: 100 });
  const y = scaleLinear([0, 1], [100, 0]);
  const end = (...points: readonly (readonly [segment: number, value: number])[]) =>
    freerEnd(
      points.map(([segment, value]) => ({ segment, value })),
      { x, y },
      50,
    );

  it('stands at the right, where no points or as many lie over it as at the left', () => {
    expect(end()).toBe('right');
    expect(end([10, 0.55], [90, 0.55])).toBe('right');
  });

  it('stands at the left, where fewer points lie over it', () => {
    expect(end([90, 0.55])).toBe('left');
    expect(end([10, 0.55], [90, 0.55], [95, 0.6])).toBe('left');
  });

  it('gives way to no point that lies beside it', () => {
    expect(end([90, 0.9], [90, 0.4], [50, 0.55])).toBe('right');
    expect(end([90, Number.POSITIVE_INFINITY], [90, Number.NaN])).toBe('right');
  });
});

describe('the phases of a run', () => {
  it('fill the bar by their seconds, the total left out', () => {
    const bar = phasesPicture({ deploy: 6, stream: 18, total: 25 })?.text;

    expect(bar).toContain('x="0%" width="25%"');
    expect(bar).toContain('x="25%" width="75%"');
    expect(bar).toContain('24.0 s in all');
  });

  it('have no picture when nothing was timed', () => {
    expect(phasesPicture({})).toBeUndefined();
    expect(phasesPicture({ install: 0 })).toBeUndefined();
  });
});
