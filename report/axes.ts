import type { ScaleLinear } from 'd3-scale';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, percent } from './numbers.ts';
import { shareOf } from './plot.ts';

type Scale = ScaleLinear<number, number>;

const DIGIT_PX = 7.5; // of the 12 px labels
const LABEL_GAP_PX = 12;
const NARROW_PX = 270; // the plot on a phone

/** Hairlines across the plot with their values to the left of it. */
export function yAxis(y: Scale, ticks: readonly number[], format: (value: number) => string): Markup {
  return html`<g class="y-axis">${ticks.map((value) => {
    const top = y(value).toFixed(1);
    return html`<line x1="0" x2="100%" y1="${top}" y2="${top}"/><text x="-8" y="${top}" dy="0.32em">${format(value)}</text>`;
  })}</g>`;
}

/** A dashed line at a value, named above its right end; or below, where above is no room. */
export function levelLine(top: number, words: string, side: 'above' | 'below' = 'above'): Markup {
  const at = top.toFixed(1);
  return html`<g class="baseline"><line x1="0" x2="100%" y1="${at}" y2="${at}"/><text x="100%" dx="-4" y="${at}" dy="${side === 'above' ? -4 : 12}">${words}</text></g>`;
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
