import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { pooledScores } from '../learning/metrics/pooled.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { xAxis, yAxis } from './axes.ts';
import { bandsOf, drawBands } from './bands.ts';
import { curve, dots, outlierNote, type Point, yScale } from './curve.ts';
import { markStrip } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { Metric } from './metrics.ts';
import { count, decimals } from './numbers.ts';
import { PLOT_WIDTH, plot, stretched } from './plot.ts';
import { rollingMean, sorted } from './series.ts';

/** As the tutorial draws its curves. */
export const ROLLING_SEGMENTS = 10;
const CURVE_PX = 170;
const GAP_PX = 14; // between the curve and the strip, for the lowest value of the axis
const AXIS_PX = 40;

/** One metric over the segments: truth behind, each segment faint, the rolling mean as a line, verdicts in a strip. */
export function metricPicture(metric: Metric, segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup {
  const x = scaleLinear([segments[0].segment - 0.5, segments[segments.length - 1].segment + 0.5], [0, PLOT_WIDTH]);
  const scores = segments.map((segment) => neverNaN(metric.of(segment)));
  const y = yScale(scores, metric.most, CURVE_PX);
  const raw = pointsOf(segments, scores);
  const rolling = pointsOf(segments, rollingMean(scores, ROLLING_SEGMENTS));
  const strip = markStrip(segments, x);
  const foot = CURVE_PX + (strip.height === 0 ? 0 : GAP_PX + strip.height + 4);
  return html`<figure id="${metric.name.toLowerCase().replaceAll(' ', '-')}">
<figcaption><h3>${metric.name}</h3> <span class="unit">${metric.unit}</span></figcaption>
${plot(
  foot + AXIS_PX,
  inWords(metric, rolling),
  drawBands(bandsOf(truth, x), x, CURVE_PX),
  yAxis(y, y.ticks(5), y.tickFormat(5)),
  baseline(metric, segments, y),
  stretched(CURVE_PX, dots(raw, x, y), curve(rolling, x, y)),
  lastValue(rolling, y),
  html`<g transform="translate(0 ${CURVE_PX + GAP_PX})">${strip.drawing}</g>`,
  xAxis(x, foot, 'segment'),
)}
${outlierNote(raw, y)}
</figure>`;
}

function pointsOf(segments: readonly SegmentResult[], values: readonly number[]): readonly Point[] {
  return segments.map(({ segment }, i) => ({ segment, value: values[i] }));
}

/** A dashed line at what a model would score that had learned nothing, where the axis reaches it. */
function baseline(metric: Metric, segments: readonly SegmentResult[], y: ScaleLinear<number, number>): Markup | false {
  const pooled = pooledScores(segments);
  if (pooled === undefined) return false;
  const value = metric.baseline(pooled.confusion);
  const [low, high] = y.domain();
  if (!(value >= low && value <= high)) return false;
  const top = y(value).toFixed(1);
  return html`<g class="baseline"><line x1="0" x2="100%" y1="${top}" y2="${top}"/><text x="100%" dx="-4" y="${top}" dy="-4">${metric.baselineName}: ${decimals(value)}</text></g>`;
}

/** The line ends in its value, to the right of the plot. */
function lastValue(rolling: readonly Point[], y: ScaleLinear<number, number>): Markup {
  const { value } = rolling[rolling.length - 1];
  return html`<text class="last-value" x="100%" dx="6" y="${y(value).toFixed(1)}" dy="0.32em">${decimals(value)}</text>`;
}

/** Of a model that broke: drawn as far out as the axis goes, and counted among what lies beyond it. */
function neverNaN(score: number): number {
  return Number.isNaN(score) ? Number.POSITIVE_INFINITY : score;
}

function inWords({ name }: Metric, rolling: readonly Point[]): string {
  const values = rolling.map(({ value }) => value);
  const ascending = sorted(values);
  return (
    `${name} over ${count(values.length)} segments: the mean of the last ${ROLLING_SEGMENTS} lies between ` +
    `${decimals(ascending[0])} and ${decimals(ascending[ascending.length - 1])} and ends at ${decimals(values[values.length - 1])}.`
  );
}
