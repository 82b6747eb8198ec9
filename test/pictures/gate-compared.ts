import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type Contender, f1Between, raceGates } from '../../bench/gate-run.ts';
import { f1Of } from '../../learning/metrics/confusion.ts';
import type { Scored } from '../../learning/metrics/pooled.ts';
import { curve, type Point, round } from '../../report/curve.ts';
import { entry } from '../../report/key.ts';
import { html, type Markup, trusted } from '../../report/markup.ts';
import { decimals, percent } from '../../report/numbers.ts';
import { PLOT_WIDTH, shareOf, stretched } from '../../report/plot.ts';
import { segmentPicture } from '../../report/segment-picture.ts';
import { rollingMean } from '../../report/series.ts';

const SEGMENTS = 300;
const ROLLING_SEGMENTS = 10;
/** Segments in which all of them have little to go by. */
const BEGINNING = 50;
const HEIGHT_PX = 280;

type Scale = ScaleLinear<number, number>;

/** From the back to the front: the oracle is broad and pale, for others to lie on it. */
const drawn: readonly { readonly name: Contender; readonly words: string }[] = [
  { name: 'oracle', words: 'oracle: learns exactly the honest segments' },
  { name: 'none', words: 'no gate' },
  { name: 'article', words: 'the article’s gate' },
  { name: 'champion', words: 'champion' },
];

/** Four colours that differ for every kind of colour vision (Okabe and Ito 2008), and in the weight of their lines. */
const style = `
.of-oracle { --colour: light-dark(#36a281, #1f7a60); --width: 7; }
.of-none { --colour: light-dark(#62676f, #a1a7b1); --width: 1.5; }
.of-article { --colour: light-dark(#c95300, #ff9a4d); --width: 2; }
.of-champion { --colour: light-dark(#00579c, #7cc0ff); --width: 2.25; }
[class^="of-"] .curve { stroke: var(--colour); stroke-width: var(--width); }
.plot .name { fill: var(--colour); font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
`;

/** F1 of what each contender of `npm run bench -- gate` served, by the default learner, in a stream with harm and a change. */
export function gateCompared(): Markup {
  const { bands, runners } = raceGates({
    scenario: 'abrupt-flipped-10',
    seed: 1,
    segments: SEGMENTS,
    learner: 'committee',
  });
  const lines = drawn.map((line) => ({ ...line, ...scored(runners[line.name].served) }));
  const x = scaleLinear([0.5, SEGMENTS + 0.5], [0, PLOT_WIDTH]);
  const y = scaleLinear([0.45, 1], [HEIGHT_PX, 0]).clamp(true);
  return html`<style>${trusted(style)}</style>
${segmentPicture(
  {
    name: 'F1',
    unit: `of what was served, on clean labels; mean of the last ${ROLLING_SEGMENTS} segments; higher is better`,
    words: `${lines.map(({ words, f1 }) => `${words}: F1 ${f1}`).join('; ')}.`,
    x,
    y,
    height: HEIGHT_PX,
    drawing: [
      stretched(
        HEIGHT_PX,
        lines.map(({ name, points }) => html`<g class="of-${name}">${curve(points, x, y)}</g>`),
      ),
      lines.filter(({ name }) => name !== 'oracle').map(({ name, words, points }) => named(name, words, points, x, y)),
    ],
  },
  bands,
)}
<ul class="key">${lines
    .toReversed()
    .map(({ name, words, f1 }) =>
      entry(html`<g class="of-${name}"><path class="curve" d="M0,6h22"/></g>`, `${words}, F1 ${f1}`, 22),
    )}
${entry(html`<rect class="harmful" width="12" height="12"/>`, 'labels flipped', 12)}</ul>`;
}

/** What is drawn, and the F1 of all segments together, as the tables have it. */
function scored(served: readonly Scored[]): { readonly points: readonly Point[]; readonly f1: string } {
  const means = rollingMean(
    served.map(({ confusion }) => f1Of(confusion)),
    ROLLING_SEGMENTS,
  );
  return {
    points: means.map((value, i) => ({ segment: i + 1, value })),
    f1: decimals(f1Between(served, 0, served.length)),
  };
}

/** A line's name under its lowest point, where it is farthest from the others; the beginning is low for all. */
function named(name: Contender, words: string, points: readonly Point[], x: Scale, y: Scale): Markup {
  const lowest = points.slice(BEGINNING).reduce((low, point) => (point.value < low.value ? point : low));
  const across = percent(shareOf(x, lowest.segment));
  return html`<text class="name of-${name}" x="${across}" y="${round(y(lowest.value))}" dy="14">${words}</text>`;
}
