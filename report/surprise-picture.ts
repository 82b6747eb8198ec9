import type { ScaleLinear } from 'd3-scale';
import type { GateReading } from '../learning/gates/gate.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { dots, outlierNote, type Point, round, yScale } from './curve.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted } from './numbers.ts';
import { stretched } from './plot.ts';
import { segmentPicture, segmentScale } from './segment-picture.ts';
import { thin } from './series.ts';

const HEIGHT_PX = 150;
const ANY = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

type Scale = ScaleLinear<number, number>;

/** How much each segment surprised the champion, against the limit that stood then. */
export function surprisePicture(segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup {
  const judged = segments.flatMap(({ segment, reading }) => (reading === undefined ? [] : [{ segment, reading }]));
  const points = judged.map(({ segment, reading }) => ({ segment, value: reading.surprise }));
  const suspicious = points.filter((_, i) => isSuspicious(judged[i].reading));
  const limits = judged.map(({ segment, reading }) => ({ segment, value: reading.limit }));
  const x = segmentScale(segments);
  const y = yScale(
    [...points, ...limits].map(({ value }) => value),
    ANY,
    HEIGHT_PX,
  );
  return segmentPicture(
    {
      name: 'Surprise',
      unit: 'standard deviations',
      lead: 'How much more the labels of a segment cost the champion than it expected; those above the limit, marked, only a challenger learned.',
      words: `Surprise of ${counted(points.length, 'segment')}: ${count(suspicious.length)} lie above the limit.`,
      x,
      y,
      height: HEIGHT_PX,
      drawing: [
        stretched(
          HEIGHT_PX,
          dots(points, x, y),
          html`<path class="limit" d="${steps(thin(limits), x, y)}"/>`,
          dots(suspicious, x, y, 'suspicious'),
        ),
        limitName(limits, y),
      ],
      note: outlierNote(points, y),
    },
    truth,
  );
}

function isSuspicious({ surprise, limit }: GateReading): boolean {
  return surprise > limit;
}

/** Each limit as wide as its segment; a limit that stays where it was takes no room. */
function steps(limits: readonly Point[], x: Scale, y: Scale): string {
  let path = '';
  let before: number | undefined;
  for (const { segment, value } of limits) {
    const top = round(y(value));
    if (top !== before)
      path += before === undefined ? `M${round(x(segment - 0.5))},${top}` : `H${round(x(segment - 0.5))}V${top}`;
    before = top;
  }
  return `${path}H${round(x(limits[limits.length - 1].segment + 0.5))}`;
}

function limitName(limits: readonly Point[], y: Scale): Markup {
  const { value } = limits[limits.length - 1];
  return html`<text x="100%" dx="6" y="${y(value).toFixed(1)}" dy="0.32em">limit</text>`;
}
