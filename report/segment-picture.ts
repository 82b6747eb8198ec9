import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { xAxis, yAxis } from './axes.ts';
import { bandsOf, drawBands } from './bands.ts';
import type { MarkStrip } from './marks.ts';
import type { Content, Markup } from './markup.ts';
import { html } from './markup.ts';
import { PLOT_WIDTH, plot } from './plot.ts';

type Scale = ScaleLinear<number, number>;

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
  readonly drawing: readonly Content[];
  /** What was decided, below the drawing. */
  readonly strip?: MarkStrip;
  readonly note?: Markup;
}

/** Between the drawing and the strip, for the lowest value of the axis; with it a strip is high enough for a finger. */
const GAP_PX = 14;
const AXIS_PX = 40;

/** The x axis of every picture over segments: each has as much room to its left as to its right. */
export function segmentScale(segments: readonly SegmentResult[]): Scale {
  return scaleLinear([segments[0].segment - 0.5, segments[segments.length - 1].segment + 0.5], [0, PLOT_WIDTH]);
}

/** A picture in its frame: truth behind it, axes, and the strip, which is no part of the image as its marks can be focused. */
export function segmentPicture(picture: SegmentPicture, truth: readonly TruthBand[]): Markup {
  const { name, unit, lead, words, x, y, height, drawing, strip, note } = picture;
  const foot = height + (strip === undefined ? 0 : GAP_PX + strip.height + 4);
  return html`<figure id="${name.toLowerCase().replaceAll(' ', '-')}">
<figcaption><h3>${name}</h3> <span class="unit">${unit}</span>${lead !== undefined && html`<p class="lead">${lead}</p>`}</figcaption>
<div class="drawing">${plot(
    foot + AXIS_PX,
    words,
    drawBands(bandsOf(truth, x), x, height),
    yAxis(y, y.ticks(5), y.tickFormat(5)),
    drawing,
    xAxis(x, foot, 'segment'),
  )}
${strip && drawStrip(strip, height, `${name}: decisions`)}</div>
${note}
</figure>`;
}

function drawStrip({ height, drawing }: MarkStrip, top: number, words: string): Markup {
  return html`<svg class="plot strip" role="group" aria-label="${words}" width="100%" height="${GAP_PX + height}" style="top: ${top}px"><g transform="translate(0 ${GAP_PX})">${drawing}</g></svg>`;
}
