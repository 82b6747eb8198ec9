import type { ScaleLinear } from 'd3-scale';
import type { VerdictKind } from '../learning/gates/gate.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count } from './numbers.ts';
import { stretched } from './plot.ts';

/** Verdicts that get a mark, from the top lane to the bottom one; accepted is what one expects, and gets none. */
export const markedVerdicts: readonly VerdictKind[] = ['held', 'rejected', 'promoted'];

const LANE_PX = 13;
/** Above this many marks, those of a lane become one path. */
const SINGLE_MARKS_MAX = 1000;

/** What a mark says of a segment: its verdict, or that a detector found that the world has changed. */
type MarkKind = VerdictKind | 'drift';

interface Mark {
  readonly segment: number;
  readonly words: string;
}

/** A strip with a lane for each kind of mark that occurs, to stand under a curve over the same segments. */
export interface MarkStrip {
  readonly height: number;
  readonly drawing: Markup;
}

/** Marks for segments that were not simply accepted, and where drift was found; each tells its sentence. */
export function markStrip(segments: readonly SegmentResult[], x: ScaleLinear<number, number>): MarkStrip {
  const lanes = [...markedVerdicts, 'drift' as const]
    .map((kind) => ({ kind, marks: marksOf(kind, segments) }))
    .filter(({ marks }) => marks.length > 0);
  const height = lanes.length * LANE_PX;
  const many = lanes.reduce((sum, { marks }) => sum + marks.length, 0) > SINGLE_MARKS_MAX;
  const drawLane = many ? laneAsOnePath : laneOfMarks;
  const drawing = html`<g class="lane-names wide">${lanes.map(
    ({ kind }, lane) => html`<text class="${kind}" x="-8" y="${middleOf(lane)}" dy="0.32em">${kind}</text>`,
  )}</g>${stretched(
    Math.max(1, height),
    lanes.map(({ kind, marks }, lane) => drawLane(kind, marks, x, middleOf(lane))),
  )}`;
  return { height, drawing };
}

/** A verdict's mark alone, for keys and tables; accepted has none. */
export function verdictSymbol(kind: VerdictKind): Markup | undefined {
  return markedVerdicts.includes(kind) ? markSymbol(kind) : undefined;
}

/** A mark alone. */
export function markSymbol(kind: MarkKind): Markup {
  return html`<svg class="symbol" width="12" height="12" aria-hidden="true"><path class="mark ${kind}" d="${markPath(kind, '6', 6)}"/></svg>`;
}

function marksOf(kind: MarkKind, segments: readonly SegmentResult[]): Mark[] {
  if (kind !== 'drift') {
    return segments
      .filter(({ verdict }) => verdict === kind)
      .map(({ segment, sentence }) => ({ segment, words: sentence }));
  }
  return segments
    .filter(({ drift }) => drift.length > 0)
    .map(({ segment, drift }) => ({ segment, words: `drift found by ${drift.join(', ')}` }));
}

function laneOfMarks(kind: MarkKind, marks: readonly Mark[], x: ScaleLinear<number, number>, middle: number): Markup {
  return html`${marks.map(
    ({ segment, words }) =>
      html`<path class="mark ${kind}" d="${markPath(kind, x(segment).toFixed(1), middle)}"><title>segment ${count(segment)}: ${words}</title></path>`,
  )}`;
}

/** Marks that would lie on one another are drawn once: the path's length is bounded by the width of the plot. */
function laneAsOnePath(kind: MarkKind, marks: readonly Mark[], x: ScaleLinear<number, number>, middle: number): Markup {
  const positions = new Set(marks.map(({ segment }) => x(segment).toFixed(1)));
  const path = [...positions].map((across) => markPath(kind, across, middle)).join('');
  const words = kind === 'drift' ? 'with drift found' : kind;
  return html`<path class="mark ${kind}" d="${path}"><title>${count(marks.length)} segments ${words}</title></path>`;
}

/** Held is a dot and promoted a square, by the caps of a stroke without length; rejected is a long bar, drift a short thick one. */
function markPath(kind: MarkKind, across: string, middle: number): string {
  if (kind === 'rejected') return `M${across},${middle - 4.5}v9`;
  return kind === 'drift' ? `M${across},${middle - 3}v6` : `M${across},${middle}h0`;
}

function middleOf(lane: number): number {
  return LANE_PX * (lane + 0.5);
}
