import type { ScaleLinear } from 'd3-scale';
import type { Content, Markup } from './markup.ts';
import { html } from './markup.ts';

/**
 * How pictures fit every width without a script: positions across are shares of the width, in percent, and curves lie
 * in an inner drawing that is 1,000 wide and stretched, with strokes that are not. Heights are in pixels.
 */
export const PLOT_WIDTH = 1000;

/** A picture's frame: height in pixels, what a person who cannot see it should know, and what is drawn. */
export function plot(height: number, label: string, ...content: readonly Content[]): Markup {
  return html`<svg class="plot" role="img" aria-label="${label}" width="100%" height="${height}">${content}</svg>`;
}

/** What is stretched to the width of the plot. */
export function stretched(height: number, ...content: readonly Content[]): Markup {
  return html`<svg viewBox="0 0 ${PLOT_WIDTH} ${height}" preserveAspectRatio="none" width="100%" height="${height}" overflow="visible">${content}</svg>`;
}

/** Where a value lies across the plot, as a share of its width. */
export function shareOf(x: ScaleLinear<number, number>, value: number): number {
  return x(value) / PLOT_WIDTH;
}
