import type { ScaleLinear } from 'd3-scale';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { type DecisionKind, decisionKinds, decisionsOf } from './decisions.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count } from './numbers.ts';
import { stretched } from './plot.ts';

/** From the top lane to the bottom one; accepted is what one expects, and gets no mark. */
const markKinds = [...decisionKinds, 'drift'] as const;

/** What a mark says of a segment: what was decided, or that a detector found that the world has changed. */
type MarkKind = DecisionKind | 'drift';

const LANE_PX = 13;
/** Above this many marks, those of a lane become one path. */
const SINGLE_MARKS_MAX = 1000;

interface Mark {
  readonly kind: MarkKind;
  readonly segment: number;
  readonly words: string;
}

/** A strip with a lane for each kind of mark that occurs anywhere, to stand under a curve over some of the segments. */
export interface MarkStrip {
  readonly height: number;
  readonly drawing: Markup;
}

/**
 * Marks for what was decided, and where drift was found; nothing without any. Each tells its sentence in a `<title>`, of
 * which `tooltip.ts` makes something better. They come in the order of their segments, as the arrow keys go. Only those
 * on the axis are drawn, and the lanes stay: pictures do not move while somebody zooms.
 */
export function markStrip(segments: readonly SegmentResult[], x: ScaleLinear<number, number>): MarkStrip | undefined {
  const all = segments.flatMap(marksOf);
  if (all.length === 0) return undefined;
  const lanes = markKinds.filter((kind) => all.some((mark) => mark.kind === kind));
  const [from, to] = x.domain();
  const marks = all.filter(({ segment }) => segment >= from && segment <= to);
  const middleOf = (kind: MarkKind): number => LANE_PX * (lanes.indexOf(kind) + 0.5);
  const drawing = html`<g class="lane-names wide" aria-hidden="true">${lanes.map(
    (kind) => html`<text class="${kind}" x="-8" y="${middleOf(kind)}" dy="0.32em">${kind}</text>`,
  )}</g>${stretched(
    LANE_PX * lanes.length,
    marks.length > SINGLE_MARKS_MAX
      ? lanes.map((kind) => laneAsOnePath(kind, marks, x, middleOf(kind)))
      : marks.map((mark) => singleMark(mark, x, middleOf(mark.kind))),
  )}`;
  return { height: LANE_PX * lanes.length, drawing };
}

/** A mark alone, for keys and tables. */
export function markSymbol(kind: MarkKind): Markup {
  return html`<svg class="symbol" width="12" height="12" aria-hidden="true"><path class="mark ${kind}" d="${markPath(kind, '6', 6)}"/></svg>`;
}

/** Held is a dot and promoted a square, by the caps of a stroke without length; rejected is a long bar, drift a short thick one, dropped a minus. */
export function markPath(kind: MarkKind, across: string, middle: number): string {
  if (kind === 'rejected') return `M${across},${middle - 4.5}v9`;
  if (kind === 'dropped') return `M${across},${middle - 1.5}v3`;
  return kind === 'drift' ? `M${across},${middle - 3}v6` : `M${across},${middle}h0`;
}

function marksOf(result: SegmentResult): readonly Mark[] {
  const { segment, sentence, drift } = result;
  const decided = decisionsOf(result).map((kind) => ({ kind, segment, words: sentence }));
  if (drift.length === 0) return decided;
  return [...decided, { kind: 'drift', segment, words: `drift found by ${drift.join(', ')}` }];
}

function singleMark({ kind, segment, words }: Mark, x: ScaleLinear<number, number>, middle: number): Markup {
  return html`<path class="mark ${kind}" d="${markPath(kind, x(segment).toFixed(1), middle)}"><title>segment ${count(segment)}: ${words}</title></path>`;
}

/** Marks that would lie on one another are drawn once: the path's length is bounded by the width of the plot. */
function laneAsOnePath(kind: MarkKind, all: readonly Mark[], x: ScaleLinear<number, number>, middle: number): Markup {
  const marks = all.filter((mark) => mark.kind === kind);
  const positions = new Set(marks.map(({ segment }) => x(segment).toFixed(1)));
  const path = [...positions].map((across) => markPath(kind, across, middle)).join('');
  return html`<path class="mark ${kind}" d="${path}"><title>${count(marks.length)} ${manyInWords(kind)}</title></path>`;
}

function manyInWords(kind: MarkKind): string {
  if (kind === 'dropped') return 'challengers dropped';
  return kind === 'drift' ? 'segments with drift found' : `segments ${kind}`;
}
