import { describe, expect, it } from 'vitest';
import { DROPPED_AT, PROMOTED_AT } from '../../learning/gates/trial.ts';
import type { SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { evidencePicture } from '../../report/evidence-picture.ts';
import { metricPicture } from '../../report/metric-picture.ts';
import { metrics } from '../../report/metrics.ts';
import { type SegmentPicture, segmentPicture } from '../../report/segment-picture.ts';
import { surprisePicture } from '../../report/surprise-picture.ts';
import { trialSegments } from '../../report/trials.ts';
import { judgedSegment, segmentResult, trialReading } from './ledger-builder.ts';

/** Of each segment its trial, or none. */
const segmentsWith = (trials: readonly (Partial<ReturnType<typeof trialReading>> | undefined)[]) =>
  trials.map((trial, i) =>
    judgedSegment(trial === undefined ? {} : { trial: trialReading(trial) }, { segment: i + 1 }),
  );
const piecesOf = (segments: readonly SegmentResult[]) => trialSegments(segments).map(({ piece }) => piece);
const drawn = (picture: SegmentPicture | undefined) => (picture === undefined ? '' : segmentPicture(picture, []).text);
/** The commands of the paths of a class. */
const pathsIn = (markup: string, className: string) =>
  [...markup.matchAll(new RegExp(`<path class="${className}"[^>]* d="([^"]*)"`, 'g'))].map(([, path]) => path);

describe('the segments of a trial', () => {
  it('are one piece until it ends, and another one begins', () => {
    const dropped = { segments: 2, outcome: 'dropped' as const };

    expect(piecesOf(segmentsWith([undefined, {}, dropped, undefined, {}, { segments: 2 }]))).toEqual([0, 0, 1, 1]);
    expect(piecesOf(segmentsWith([{}, dropped, {}, {}]))).toEqual([0, 0, 1, 2]);
    expect(piecesOf(segmentsWith([{}, dropped, { segments: 5 }]))).toEqual([0, 0, 1]); // of a thinned history
  });

  it('are not parted by a segment too small to judge', () => {
    const [first, second] = segmentsWith([{}, { segments: 2 }]);

    expect(piecesOf([first, segmentResult(), second])).toEqual([0, 0]);
    expect(piecesOf([segmentResult()])).toEqual([]);
  });
});

describe('the pictures of scores', () => {
  const segments = segmentsWith([undefined, {}, { segments: 2 }, undefined, {}]);

  it.each(['champion', 'challenger'])('draw the %s alone in trials, joined within each of them only', (side) => {
    const text = drawn(metricPicture(metrics[0], segments));

    expect(pathsIn(text, `pieces ${side}`).map((path) => path.replace(/[^ML]/g, ''))).toEqual(['MLM']);
    expect(pathsIn(text, `dots ${side}`)[0].match(/h0/g)).toHaveLength(3);
  });

  it('score a side by its own rows, however many segments were put together', () => {
    const { champion } = trialReading();
    const together = judgedSegment({ trial: trialReading() }, { rows: 200, logLossSum: 150 });

    expect(metrics[1].of(champion)).toBe(0.5);
    expect(drawn(metricPicture(metrics[1], [together]))).toContain('champion alone has 0.500 on average');
  });

  it('draw neither side where there was no trial', () => {
    expect(drawn(metricPicture(metrics[0], [judgedSegment({})]))).not.toContain('class="pieces');
  });
});

describe('the picture of surprise', () => {
  it('marks the segments above their limit, and no other', () => {
    const segments = [
      { surprise: 4.9, limit: 5 },
      { surprise: 4.1, limit: 4.2 },
      { surprise: 4.3, limit: 4.2 },
    ].map((reading, i) => judgedSegment(reading, { segment: i + 1 }));

    const text = drawn(surprisePicture(segments));

    expect(pathsIn(text, 'dots')[0].match(/h0/g)).toHaveLength(3);
    expect(pathsIn(text, 'dots suspicious')[0]).toMatch(/^M833.3,[\d.]+h0$/);
    expect(text).toContain('Surprise of 3 segments: 1 lie above the limit.');
  });

  it('draws the limit in steps', () => {
    const limits = [5, 4, 4, 6, 5];
    const segments = limits.map((limit, i) => judgedSegment({ limit }, { segment: i + 1 }));

    const [path] = pathsIn(drawn(surprisePicture(segments)), 'limit');

    expect(path.replace(/[\d.,]+/g, '')).toBe('MHVHVHVH');
  });

  it('has an axis that one wild segment cannot stretch, and says where it is', () => {
    const surprises = Array.from({ length: 100 }, (_, i) => (i === 41 ? 1e6 : Math.sin(i)));
    const text = drawn(
      surprisePicture(surprises.map((surprise, i) => judgedSegment({ surprise }, { segment: i + 1 }))),
    );

    expect(text).toContain('drawn on its edge: segment 42, 1000000.00.');
    expect(text).toContain('>4</text>'); // a tick
  });
});

describe('the picture of evidence', () => {
  it('is not there without a trial', () => {
    expect(evidencePicture([judgedSegment({})])).toBeUndefined();
  });

  it('begins each trial at 0, one segment before its first, between the bounds of the gate', () => {
    const text = drawn(evidencePicture(segmentsWith([undefined, { evidence: 1 }, { segments: 2, evidence: 2 }])));

    expect(pathsIn(text, 'pieces challenger')[0]).toMatch(/^M166.7,[\d.]+h0L500,[\d.]+L833.3,[\d.]+$/);
    expect(text).toContain(`promoted from ${PROMOTED_AT.toFixed(1)}`);
    expect(text).toContain(`dropped from ${DROPPED_AT.toFixed(1).replace('-', '−')}`);
  });

  it('marks where trials ended, and how', () => {
    const text = drawn(
      evidencePicture(segmentsWith([{ outcome: 'dropped' }, {}, { segments: 2, outcome: 'promoted' }])),
    );

    expect(text).toContain('Evidence in 2 trials: 1 promoted, 1 dropped.');
    expect(pathsIn(text, 'mark dropped')).toHaveLength(1);
    expect(pathsIn(text, 'mark promoted')).toHaveLength(1);
  });
});
