import type { ScaleLinear } from 'd3-scale';
import type { SideScores } from '../learning/gates/gate.ts';
import { pooledScores } from '../learning/metrics/pooled.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { freerEnd, levelLine } from './axes.ts';
import { outlierNote, type PiecePoint, type Point, yScale } from './curve.ts';
import type { Layer } from './layers.ts';
import { markStrip } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { Metric } from './metrics.ts';
import { count, decimals } from './numbers.ts';
import { type SegmentPicture, type Shown, segmentScale, wholeOf, within } from './segment-picture.ts';
import { mean, rollingMean, sorted } from './series.ts';
import { sidePoints, trialSegments } from './trials.ts';

/** As the tutorial draws its curves. */
export const ROLLING_SEGMENTS = 10;
const CURVE_PX = 170;

/**
 * One metric over the segments: each segment faint, the rolling mean as a line, both sides of the trials by themselves,
 * verdicts in a strip. The means know what came before the first segment shown.
 */
export function metricPicture(
  metric: Metric,
  segments: readonly SegmentResult[],
  shown: Shown = wholeOf(segments),
): SegmentPicture {
  const { name, unit } = metric;
  const x = segmentScale(shown);
  const score = (scores: SideScores): number => neverNaN(metric.of(scores));
  const scores = segments.map(score);
  const raw = within(pointsOf(segments, scores), shown);
  const rolling = within(pointsOf(segments, rollingMean(scores, ROLLING_SEGMENTS)), shown);
  const trials = within(trialSegments(segments), shown);
  const champion = sidePoints(trials, 'champion', score);
  const challenger = sidePoints(trials, 'challenger', score);
  const all = [...raw, ...champion, ...challenger];
  const y = yScale(valuesOf(all), { low: 0, high: metric.most }, CURVE_PX);
  return {
    name,
    unit,
    words: `${inWords(name, rolling)}${sidesInWords(champion, challenger)}`,
    x,
    y,
    height: CURVE_PX,
    layers: [
      { kind: 'dots', of: 'served', points: raw, y },
      ...sideLayers('champion', champion, y),
      ...sideLayers('challenger', challenger, y),
      { kind: 'curve', of: 'served', points: rolling, y },
    ],
    drawing: [baseline(metric, segments, [...all, ...rolling], { x, y }), lastValue(rolling, y)],
    strip: markStrip(segments, x),
    note: outlierNote(all, y),
  };
}

function pointsOf(segments: readonly SegmentResult[], values: readonly number[]): readonly Point[] {
  return segments.map(({ segment }, i) => ({ segment, value: values[i] }));
}

function valuesOf(points: readonly Point[]): readonly number[] {
  return points.map(({ value }) => value);
}

type Scale = ScaleLinear<number, number>;

/** Segments as they are, not their rolling mean: a trial is shorter than that, and there the sides differ most. */
function sideLayers(of: 'champion' | 'challenger', points: readonly PiecePoint[], y: Scale): readonly Layer[] {
  return [
    { kind: 'pieces', of, points, y },
    { kind: 'dots', of, points, y },
  ];
}

/** A dashed line at what a model would score that had learned nothing, where the axis reaches it. */
function baseline(
  metric: Metric,
  segments: readonly SegmentResult[],
  points: readonly Point[],
  { x, y }: { readonly x: Scale; readonly y: Scale },
): Markup | false {
  const pooled = pooledScores(segments);
  if (pooled === undefined) return false;
  const value = metric.baseline(pooled.confusion);
  const [low, high] = y.domain();
  if (!(value >= low && value <= high)) return false;
  const end = freerEnd(points, { x, y }, y(value));
  return levelLine(y(value), `${metric.baselineName}: ${decimals(value)}`, { end });
}

/** The line ends in its value, to the right of the plot. */
function lastValue(rolling: readonly Point[], y: Scale): Markup | false {
  const value = rolling.at(-1)?.value;
  if (value === undefined) return false;
  return html`<text class="last-value" x="100%" dx="6" y="${y(value).toFixed(1)}" dy="0.32em">${decimals(value)}</text>`;
}

/** Of a model that broke: drawn as far out as the axis goes, and counted among what lies beyond it. */
function neverNaN(score: number): number {
  return Number.isNaN(score) ? Number.POSITIVE_INFINITY : score;
}

function inWords(name: string, rolling: readonly Point[]): string {
  if (rolling.length === 0) return `${name}: no segment is shown.`;
  const values = valuesOf(rolling);
  const ascending = sorted(values);
  return (
    `${name} over ${count(values.length)} segments: the mean of the last ${ROLLING_SEGMENTS} lies between ` +
    `${decimals(ascending[0])} and ${decimals(ascending[ascending.length - 1])} and ends at ${decimals(values[values.length - 1])}.`
  );
}

function sidesInWords(champion: readonly Point[], challenger: readonly Point[]): string {
  if (champion.length === 0) return '';
  const [own, other] = [champion, challenger].map((points) => decimals(mean(valuesOf(points))));
  return ` During trials the champion alone has ${own} on average, the challenger ${other}.`;
}
