import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { xAxis, yAxis } from './axes.ts';
import { bandsOf, drawBands } from './bands.ts';
import { drawLayers, type Layer } from './layers.ts';
import type { MarkStrip } from './marks.ts';
import type { Content, Markup } from './markup.ts';
import { html } from './markup.ts';
import { PLOT_WIDTH, plot } from './plot.ts';

type Scale = ScaleLinear<number, number>;

/** The first and the last segment that a picture shows. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/** A figure over the segments. */
export interface SegmentPicture {
  readonly name: string;
  readonly unit: string;
  /** A sentence or two on how to read it, where its name and unit do not say it. */
  readonly lead?: string;
  /** What a person who cannot see it should know. */
  readonly words: string;
  readonly x: Scale;
  readonly y: Scale;
  /** Of what is drawn, axes and strip left out. */
  readonly height: number;
  /** What it has besides points: lines at levels, names. */
  readonly drawing: readonly Content[];
  readonly layers?: readonly Layer[];
  /** What was decided, below the drawing. */
  readonly strip?: MarkStrip;
  readonly note?: Markup;
}

/** Between the drawing and the strip, for the lowest value of the axis; with it a strip is high enough for a finger. */
const GAP_PX = 14;
/** Below the drawing and its strip; where a strip ends, in the style sheet, follows from it. */
const AXIS_PX = 40;
const STRIP_FOOT_PX = 4;

/** All of a history. */
export function wholeOf(segments: readonly SegmentResult[]): Shown {
  return { from: segments[0].segment, to: segments[segments.length - 1].segment };
}

/** The x axis of every picture over segments: each has as much room to its left as to its right. */
export function segmentScale({ from, to }: Shown): Scale {
  return scaleLinear([from - 0.5, to + 0.5], [0, PLOT_WIDTH]);
}

/** Those items that are shown, of items in order. */
export function within<T extends { readonly segment: number }>(items: readonly T[], { from, to }: Shown): readonly T[] {
  return items.filter(({ segment }) => segment >= from && segment <= to);
}

/** A picture in its frame: truth behind it, axes, and the strip, which is no part of the image as its marks can be focused. */
export function segmentPicture(picture: SegmentPicture, truth: readonly TruthBand[]): Markup {
  const { name, unit, lead, note } = picture;
  return html`<figure id="${idOf(picture)}">
<figcaption><h3>${name}</h3> <span class="unit">${unit}</span>${lead !== undefined && html`<p class="lead">${lead}</p>`}</figcaption>
<div class="drawing">${drawingOf(picture, truth, 'paths')}</div>
${note}
</figure>`;
}

/** What lies between the caption and the note; the points are left out where a canvas draws them. */
export function drawingOf(picture: SegmentPicture, truth: readonly TruthBand[], points: 'paths' | 'none'): Markup {
  const { name, words, x, y, height, drawing, layers, strip } = picture;
  const foot = height + (strip === undefined ? 0 : GAP_PX + strip.height + STRIP_FOOT_PX);
  return html`${plot(
    foot + AXIS_PX,
    words,
    drawBands(bandsOf(truth, x), x, height),
    yAxis(y, y.ticks(5), y.tickFormat(5)),
    drawing,
    points === 'paths' && layers !== undefined && drawLayers(layers, x, height),
    xAxis(x, foot, 'segment'),
  )}
${strip && drawStrip(strip, `${name}: decisions`)}`;
}

/** `Log loss` is `log-loss`. */
export function idOf({ name }: Pick<SegmentPicture, 'name'>): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function drawStrip({ height, drawing }: MarkStrip, words: string): Markup {
  return html`<svg class="plot strip" role="group" aria-label="${words}" width="100%" height="${GAP_PX + height}"><g transform="translate(0 ${GAP_PX})">${drawing}</g></svg>`;
}
