import type { ScaleLinear } from 'd3-scale';
import type { Point } from './curve.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, percent } from './numbers.ts';
import { shareOf } from './plot.ts';

type Scale = ScaleLinear<number, number>;

const DIGIT_PX = 7.5; // of the 12 px labels
const LABEL_GAP_PX = 12;
const NARROW_PX = 270; // the plot on a phone
const NAME_PX = 12; // the height of a level's name
const NAME_SHARE = 0.4; // and how much of that plot the longest one takes
const DOT_PX = 3;

/** Hairlines across the plot with their values to the left of it. */
export function yAxis(y: Scale, ticks: readonly number[], format: (value: number) => string): Markup {
  return html`<g class="y-axis">${ticks.map((value) => {
    const top = y(value).toFixed(1);
    return html`<line x1="0" x2="100%" y1="${top}" y2="${top}"/><text x="-8" y="${top}" dy="0.32em">${format(value)}</text>`;
  })}</g>`;
}

/** Where the name of a level stands: over or under its line, at one of its ends. */
export interface NamePlace {
  /** @default 'above' */
  readonly side?: 'above' | 'below';
  /** @default 'right' */
  readonly end?: 'left' | 'right';
}

/** A dashed line at a value, with its name. */
export function levelLine(top: number, words: string, { side = 'above', end = 'right' }: NamePlace = {}): Markup {
  const at = top.toFixed(1);
  const dy = side === 'above' ? -4 : NAME_PX;
  const across = end === 'right' ? html`x="100%" dx="-4"` : html`class="left" x="0" dx="4"`;
  return html`<g class="baseline"><line x1="0" x2="100%" y1="${at}" y2="${at}"/><text ${across} y="${at}" dy="${dy}">${words}</text></g>`;
}

/** Of a level's two ends, the one with fewer points where its name would stand: points are drawn over names. */
export function freerEnd(
  points: readonly Point[],
  { x, y }: { readonly x: Scale; readonly y: Scale },
  top: number,
  side: 'above' | 'below' = 'above',
): 'left' | 'right' {
  const from = side === 'above' ? top - NAME_PX - DOT_PX : top - DOT_PX;
  const beside = points.filter(({ value }) => y(value) >= from && y(value) <= from + NAME_PX + 2 * DOT_PX);
  const shares = beside.map(({ segment }) => shareOf(x, segment));
  const left = shares.filter((share) => share < NAME_SHARE).length;
  const right = shares.filter((share) => share > 1 - NAME_SHARE).length;
  return left < right ? 'left' : 'right';
}

/** Whole numbers under the plot, at `top`; below them the title. */
export function xAxis(x: Scale, top: number, title: string, ticks = x.ticks(6).filter(Number.isInteger)): Markup {
  const longest = ticks.reduce((most, value) => Math.max(most, count(value).length), 0);
  const crowded = ticks.length * (longest * DIGIT_PX + LABEL_GAP_PX) > NARROW_PX; // a phone has room for every second
  return html`<g class="x-axis"><line x1="0" x2="100%" y1="${top}" y2="${top}"/>${ticks.map((value, i) => {
    const room = i % 2 === 1 && crowded ? 'wide' : '';
    const across = percent(shareOf(x, value));
    return html`<line x1="${across}" x2="${across}" y1="${top}" y2="${top + 5}"/><text class="${room}" x="${across}" y="${top + 18}">${count(value)}</text>`;
  })}<text class="title" x="100%" y="${top + 34}">${title}</text></g>`;
}
