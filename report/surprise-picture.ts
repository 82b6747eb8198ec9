import type { ScaleLinear } from 'd3-scale';
import type { GateReading } from '../learning/gates/gate.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { outlierNote, type Point, yScale } from './curve.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted } from './numbers.ts';
import { type SegmentPicture, type Shown, segmentScale, wholeOf, within } from './segment-picture.ts';

const HEIGHT_PX = 150;
const ANY = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

type Scale = ScaleLinear<number, number>;

/** How much each segment surprised the champion, against the limit that stood then. */
export function surprisePicture(
  segments: readonly SegmentResult[],
  shown: Shown = wholeOf(segments),
): SegmentPicture | undefined {
  const judged = within(segments, shown).flatMap(({ segment, reading }) =>
    reading === undefined ? [] : [{ segment, reading }],
  );
  if (segments.every(({ reading }) => reading === undefined)) return undefined;
  const points = judged.map(({ segment, reading }) => ({ segment, value: reading.surprise }));
  const suspicious = points.filter((_, i) => isSuspicious(judged[i].reading));
  const limits = judged.map(({ segment, reading }) => ({ segment, value: reading.limit }));
  const y = yScale(
    [...points, ...limits].map(({ value }) => value),
    ANY,
    HEIGHT_PX,
  );
  return {
    name: 'Surprise',
    unit: 'standard deviations',
    lead: 'How much more the labels of a segment cost the champion than it expected; those above the limit, marked, only a challenger learned.',
    words: `Surprise of ${counted(points.length, 'segment')}: ${count(suspicious.length)} lie above the limit.`,
    x: segmentScale(shown),
    y,
    height: HEIGHT_PX,
    layers: [
      { kind: 'dots', of: 'served', points, y },
      { kind: 'steps', points: limits, y },
      { kind: 'dots', of: 'suspicious', points: suspicious, y },
    ],
    drawing: [limitName(limits, y)],
    note: outlierNote(points, y),
  };
}

function isSuspicious({ surprise, limit }: GateReading): boolean {
  return surprise > limit;
}

function limitName(limits: readonly Point[], y: Scale): Markup | false {
  const value = limits.at(-1)?.value;
  if (value === undefined) return false;
  return html`<text x="100%" dx="6" y="${y(value).toFixed(1)}" dy="0.32em">limit</text>`;
}
