import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { predictRows } from '../../learning/classifier.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import { resolveChampionOptions } from '../../learning/gates/champion-options.ts';
import { surpriseOf } from '../../learning/gates/surprise.ts';
import { createModel } from '../../learning/model.ts';
import { scenarios } from '../../records/scenarios/table.ts';
import { xAxis } from '../../report/axes.ts';
import { round } from '../../report/curve.ts';
import { entry } from '../../report/key.ts';
import { html, type Markup, trusted } from '../../report/markup.ts';
import { decimals, percent } from '../../report/numbers.ts';
import { PLOT_WIDTH, plot, shareOf, stretched } from '../../report/plot.ts';
import { mean, sorted } from '../../report/series.ts';

/** Scenarios that differ only in the rows of a segment. */
type Size = 'small' | 'fixed' | 'large';

/** Before that a model is too young to be calibrated. */
const LEARNED_BEFORE = 50;
const MEASURED = 300;
const { deviations } = resolveChampionOptions({});
const HEIGHT_PX = 96;
/** Beyond it the axis is ten times as dense: honest segments are within, flipped ones without. */
const BREAK = 6;
const x = scaleLinear([-5, BREAK, 116], [0, PLOT_WIDTH / 2, PLOT_WIDTH]);
/** A density, so that a bell of the same height is as many segments on both sides of the break. */
const y = scaleLinear([0, 0.45], [HEIGHT_PX, 0]).clamp(true);
const TICKS = [-4, -2, 0, 2, 4, 20, 40, 60, 80, 100];

const style = `
.honest { fill: light-dark(#3f7fbd, #6aa5e0); } .flipped { fill: light-dark(#d55e00, #ff9a4d); }
.normal { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.surprise-limit line { stroke: var(--held); stroke-width: 1.5; }
.plot .surprise-limit text { fill: var(--held); font-weight: 600; }
.break line { stroke: var(--axis); }
.break rect { fill: var(--paper); }
figure.rows { margin-top: 10px; } .rows figcaption { margin-bottom: 16px; }
`;

/** Why surprise is a fair measure: the same limit tells honest segments of any size from flipped ones. */
export function gateSurprise(): Markup {
  return html`<style>${trusted(style)}</style>
<ul class="key">${entry(html`<rect class="honest" width="12" height="12"/>`, 'honest segments', 12)}
${entry(html`<rect class="flipped" width="12" height="12"/>`, 'the same with their labels flipped', 12)}
${entry(html`<path class="normal" d="M0,6h22"/>`, 'standard normal distribution', 22)}</ul>
${sizes('small', '20')}${sizes('fixed', '100')}${sizes('large', '1,000')}`;
}

/** The distributions for segments of a size. */
function sizes(scenario: Size, rows: string): Markup {
  const { honest, flipped } = surprises(scenario);
  const names = [`honest: ${rangeInWords(honest)}`, `flipped: ${rangeInWords(flipped)}`];
  return html`<figure class="rows"><figcaption><h3>${rows} rows a segment</h3></figcaption>
${plot(
  HEIGHT_PX + 40,
  `Surprise of segments of ${rows} rows, in standard deviations; ${names.join('; ')}.`,
  stretched(HEIGHT_PX, bars(honest, 0.5, 'honest'), bars(flipped, 1, 'flipped'), bell()),
  [honest, flipped].map((values, i) => named(mean(values), names[i])),
  limitLine(),
  xAxis(x, HEIGHT_PX, 'surprise, standard deviations', TICKS),
  axisBreak(),
)}</figure>`;
}

/** Of each segment as it came and as it would have been with its labels flipped, before it was learned. */
function surprises(scenario: Size): { honest: number[]; flipped: number[] } {
  const model = createModel(resolveDefinition('clicks', { features: 10 }));
  const [honest, flipped]: number[][] = [[], []];
  for (let index = 0; index < LEARNED_BEFORE + MEASURED; index++) {
    const rows = scenarios[scenario].rows(1, index, LEARNED_BEFORE + MEASURED);
    if (index >= LEARNED_BEFORE) {
      const probabilities = predictRows(model.champion, rows);
      const otherLabels = rows.y.map((label) => 1 - label);
      honest.push(surpriseOf(rows.y, probabilities));
      flipped.push(surpriseOf(otherLabels, probabilities));
    }
    model.observe(rows);
  }
  return { honest, flipped };
}

/** Of bins of a width: which share of the segments is in each, for one standard deviation. */
function bars(values: readonly number[], width: number, of: 'honest' | 'flipped'): Markup {
  const bins = Map.groupBy(values, (value) => Math.floor(value / width));
  const path = [...bins].map(([bin, { length }]) => {
    const [left, right] = [x(bin * width), x((bin + 1) * width)].map(round);
    return `M${left},${HEIGHT_PX}V${round(y(length / values.length / width))}H${right}V${HEIGHT_PX}`;
  });
  return html`<path class="${of}" d="${path.join('')}"/>`;
}

function bell(): Markup {
  const path = line<number>()
    .x((deviations) => x(deviations))
    .y((deviations) => y(Math.exp(-(deviations ** 2) / 2) / Math.sqrt(2 * Math.PI)))
    .digits(1);
  return html`<path class="normal" d="${path(Array.from({ length: 69 }, (_, i) => i / 10 - 3.4)) ?? ''}"/>`;
}

function rangeInWords(values: readonly number[]): string {
  const ascending = sorted(values);
  return `${decimals(ascending[0], 0)} to ${decimals(ascending[ascending.length - 1], 0)}`;
}

function named(value: number, words: string): Markup {
  return html`<text x="${percent(shareOf(x, value))}" text-anchor="middle" y="-4">${words}</text>`;
}

function limitLine(): Markup {
  const across = percent(shareOf(x, deviations));
  return html`<g class="surprise-limit"><line x1="${across}" x2="${across}" y1="0" y2="${HEIGHT_PX}"/><text x="${across}" dx="5" y="30">limit ${deviations}</text></g>`;
}

/** Two strokes through the x axis. */
function axisBreak(): Markup {
  const across = percent(shareOf(x, BREAK));
  return html`<svg class="break" x="${across}" y="${HEIGHT_PX}" overflow="visible"><rect x="-3" y="-2" width="6" height="4"/><line x1="-5" x2="-1" y1="5" y2="-5"/><line x1="1" x2="5" y1="5" y2="-5"/></svg>`;
}
