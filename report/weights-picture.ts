import { scaleLinear } from 'd3-scale';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { Point } from './curve.ts';
import type { WeightsAt } from './history.ts';
import { entry } from './key.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { decimals } from './numbers.ts';
import { type SegmentPicture, type Shown, segmentScale, wholeOf, within } from './segment-picture.ts';

const HEIGHT_PX = 130;
/** As many as there are colours that can be told apart. */
const MEMBERS_DRAWN = 6;

/** Whom a committee listened to after each commit; nothing of other learners. */
export function weightsPicture(
  weights: readonly WeightsAt[],
  segments: readonly SegmentResult[],
  shown: Shown = wholeOf(segments),
): SegmentPicture | undefined {
  const names = heaviestMembers(weights);
  if (names.length === 0) return undefined;
  const y = scaleLinear([0, 1], [HEIGHT_PX, 0]);
  const at = around(weights, shown);
  const last = weights[weights.length - 1].weights;
  return {
    name: 'Weights',
    unit: 'share of each member in what the committee says',
    lead: 'After each commit. Those that have counted most since the start are drawn; all that count now stand in a table below.',
    words: `Weights of the heaviest members, now: ${names.map((name) => `${name} ${decimals(last[name] ?? 0, 2)}`).join(', ')}.`,
    x: segmentScale(shown),
    y,
    height: HEIGHT_PX,
    layers: names.map((name, i) => ({ kind: 'curve', of: `member-${i}`, points: pointsOf(name, at), y })),
    drawing: [],
    note: memberKey(names, last),
  };
}

/** The members with the largest weights on average, the heaviest first. */
export function heaviestMembers(weights: readonly WeightsAt[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { weights: own } of weights) {
    for (const [name, weight] of Object.entries(own)) sums.set(name, (sums.get(name) ?? 0) + weight);
  }
  return [...sums]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MEMBERS_DRAWN)
    .map(([name]) => name);
}

/** Those shown, and one on either side, from and to which lines go out of sight: there may be many segments in a commit. */
function around(weights: readonly WeightsAt[], { from, to }: Shown): readonly WeightsAt[] {
  const before = weights.findLast(({ segment }) => segment < from);
  const after = weights.find(({ segment }) => segment > to);
  return [before, ...within(weights, { from, to }), after].filter((at) => at !== undefined);
}

function pointsOf(name: string, weights: readonly WeightsAt[]): readonly Point[] {
  return weights.map(({ segment, weights: own }) => ({ segment, value: own[name] ?? 0 }));
}

function memberKey(names: readonly string[], last: WeightsAt['weights']): Markup {
  return html`<ul class="key">${names.map((name, i) =>
    entry(html`<path class="curve member-${i}" d="M0,6h22"/>`, `${name} (${decimals(last[name] ?? 0, 2)})`, 22),
  )}</ul>`;
}
