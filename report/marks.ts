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

/** A strip with a lane for each verdict that occurs, to stand under a curve over the same segments. */
export interface VerdictStrip {
  readonly height: number;
  readonly drawing: Markup;
}

/** Marks for segments that were not simply accepted; each tells its sentence, or, of very many, each lane its count. */
export function verdictStrip(segments: readonly SegmentResult[], x: ScaleLinear<number, number>): VerdictStrip {
  const marked = segments.filter(({ verdict }) => markedVerdicts.includes(verdict));
  const lanes = markedVerdicts.filter((kind) => marked.some(({ verdict }) => verdict === kind));
  const height = lanes.length * LANE_PX;
  const drawLane = marked.length > SINGLE_MARKS_MAX ? laneAsOnePath : laneOfMarks;
  const drawing = html`<g class="lane-names wide">${lanes.map(
    (kind, lane) => html`<text class="${kind}" x="-8" y="${middleOf(lane)}" dy="0.32em">${kind}</text>`,
  )}</g>${stretched(
    Math.max(1, height),
    lanes.map((kind, lane) =>
      drawLane(
        marked.filter(({ verdict }) => verdict === kind),
        x,
        middleOf(lane),
      ),
    ),
  )}`;
  return { height, drawing };
}

/** A mark alone, for keys and tables. */
export function verdictSymbol(kind: VerdictKind): Markup | undefined {
  if (!markedVerdicts.includes(kind)) return undefined;
  return html`<svg class="symbol" width="12" height="12" aria-hidden="true"><path class="mark ${kind}" d="${markPath(kind, '6', 6)}"/></svg>`;
}

function laneOfMarks(segments: readonly SegmentResult[], x: ScaleLinear<number, number>, middle: number): Markup {
  return html`${segments.map(
    ({ segment, verdict, sentence }) =>
      html`<path class="mark ${verdict}" d="${markPath(verdict, x(segment).toFixed(1), middle)}"><title>segment ${count(segment)}: ${sentence}</title></path>`,
  )}`;
}

/** Marks that would lie on one another are drawn once: the path's length is bounded by the width of the plot. */
function laneAsOnePath(segments: readonly SegmentResult[], x: ScaleLinear<number, number>, middle: number): Markup {
  const kind = segments[0].verdict;
  const positions = new Set(segments.map(({ segment }) => x(segment).toFixed(1)));
  const path = [...positions].map((across) => markPath(kind, across, middle)).join('');
  return html`<path class="mark ${kind}" d="${path}"><title>${count(segments.length)} segments ${kind}</title></path>`;
}

/** Held is a dot and promoted a square, by the caps of a stroke without length; rejected is a bar. */
function markPath(kind: VerdictKind, across: string, middle: number): string {
  return kind === 'rejected' ? `M${across},${middle - 4.5}v9` : `M${across},${middle}h0`;
}

function middleOf(lane: number): number {
  return LANE_PX * (lane + 0.5);
}
