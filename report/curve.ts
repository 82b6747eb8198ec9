import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type Limits, limitsOf } from './limits.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, decimals } from './numbers.ts';
import { thin } from './series.ts';

/** A segment's number and what is drawn of it; may be infinite, never NaN. */
export interface Point {
  readonly segment: number;
  readonly value: number;
}

type Scale = ScaleLinear<number, number>;

/** The y axis for values within what is possible, from `height` at the bottom up to 0; rounded, and clamped at its ends. */
export function yScale(values: readonly number[], possible: Limits, height: number): Scale {
  const { low, high } = limitsOf(values);
  const [lowNice, highNice] = scaleLinear([low, high], [0, 1]).nice(5).domain();
  return scaleLinear([Math.max(possible.low, lowNice), Math.min(possible.high, highNice)], [height, 0]).clamp(true);
}

/** A point of one of several lines that begin and end. */
export interface PiecePoint extends Point {
  /** Which of them, from 0. */
  readonly piece: number;
}

/** Every point as a dot, all in one path: ten thousand elements would be slow. What they are `of` is a class. */
export function dots(points: readonly Point[], x: Scale, y: Scale, of = ''): Markup {
  const drawn = thin(points);
  const path = drawn.map(({ segment, value }) => `M${round(x(segment))},${round(y(value))}h0`).join('');
  return html`<path class="dots${of && ` ${of}`}" data-points="${drawn.length}" d="${path}"/>`;
}

/** The points joined within their piece; a piece of one point is a dot. */
export function pieces(points: readonly PiecePoint[], x: Scale, y: Scale, of: string): Markup {
  const drawn = thin(points);
  const path = drawn.map(({ segment, value, piece }, i) => {
    const at = `${round(x(segment))},${round(y(value))}`;
    return piece === drawn[i - 1]?.piece ? `L${at}` : `M${at}h0`;
  });
  return html`<path class="pieces ${of}" data-points="${drawn.length}" d="${path.join('')}"/>`;
}

/** The points joined to a line; what it is `of` is a class. */
export function curve(points: readonly Point[], x: Scale, y: Scale, of = ''): Markup {
  const drawn = thin(points);
  const path = line<Point>()
    .x(({ segment }) => x(segment))
    .y(({ value }) => y(value))
    .digits(1)(drawn);
  return html`<path class="curve${of && ` ${of}`}" data-points="${drawn.length}" d="${path ?? ''}"/>`;
}

/** A sentence on points that lie beyond the axis; nothing when there are none. */
export function outlierNote(points: readonly Point[], y: Scale): Markup | undefined {
  const [low, high] = y.domain();
  const beyond = points.filter(({ value }) => value < low || value > high);
  if (beyond.length === 0) return undefined;
  const excess = ({ value }: Point): number => Math.max(low - value, value - high);
  const farthest = beyond.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  const where = `segment ${count(farthest.segment)}, ${decimals(farthest.value, 2)}`;
  const segments = new Set(beyond.map(({ segment }) => segment)).size; // each side of a trial has its own point
  return html`<p class="note">${
    segments === 1
      ? `One segment lies beyond the axis and is drawn on its edge: ${where}.`
      : `${count(segments)} segments lie beyond the axis and are drawn on its edge; the farthest is ${where}.`
  }</p>`;
}

/** To a tenth of a pixel. */
export function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
