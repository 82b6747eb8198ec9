import type { ScaleLinear } from 'd3-scale';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, percent } from './numbers.ts';
import { shareOf } from './plot.ts';

const LETTER_PX = 6.3; // of the 11 px labels, on average
const NARROW_PX = 270; // the plot on a phone
const WIDE_PX = 620; // the plot from where `.wide` labels show
const TINTS = 3;

/** A band in the numbers of segments, cut to those that a picture shows. */
interface Band {
  readonly kind: TruthBand['kind'];
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly tint: string;
}

/** Truth as bands over segments; record i of a scenario is the segment i + 1, a band's edges lie half way between two. */
export function bandsOf(truth: readonly TruthBand[], x: ScaleLinear<number, number>): readonly Band[] {
  const [first, last] = x.domain();
  const concepts = conceptNames(truth);
  return truth
    .map(({ kind, label, from, to }) => ({
      kind,
      label,
      from: Math.max(first, from + 0.5),
      to: Math.min(last, to + 0.5),
      tint: kind === 'harmful' ? 'harmful' : `concept-${concepts.indexOf(label) % TINTS}`,
    }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.kind.localeCompare(b.kind)); // concepts first: harmful bands lie on them
}

/** The bands, `height` pixels high, with their labels above them wherever there is room. */
export function drawBands(bands: readonly Band[], x: ScaleLinear<number, number>, height: number): Markup {
  const narrow = roomFor(bands, x, NARROW_PX);
  const wide = roomFor(bands, x, WIDE_PX);
  return html`<g class="bands">${bands.map((band) => {
    const left = shareOf(x, band.from);
    const width = shareOf(x, band.to) - left;
    const words = `${band.label}: ${segmentsInWords(band)}`;
    return html`<rect class="${band.tint}" x="${percent(left)}" width="${percent(width)}" y="0" height="${height}"><title>${words}</title></rect>${
      wide.has(band) &&
      html`<text class="${band.kind}${narrow.has(band) ? '' : ' wide'}" x="${percent(left)}" dx="2" y="-7">${band.label}</text>`
    }`;
  })}</g>`;
}

function segmentsInWords({ from, to }: Band): string {
  const [first, last] = [count(from + 0.5), count(to - 0.5)];
  return first === last ? `segment ${first}` : `segments ${first} to ${last}`;
}

function conceptNames(truth: readonly TruthBand[]): readonly string[] {
  return [...new Set(truth.filter(({ kind }) => kind === 'concept').map(({ label }) => label))];
}

/** Bands whose label meets no other and does not leave the plot; concepts choose first, as the key has the harmful ones. */
function roomFor(bands: readonly Band[], x: ScaleLinear<number, number>, plotPx: number): ReadonlySet<Band> {
  const taken: { left: number; right: number }[] = [];
  const placed = new Set<Band>();
  for (const band of bands) {
    const left = shareOf(x, band.from) * plotPx;
    const right = left + band.label.length * LETTER_PX + 8;
    if (right > plotPx || taken.some((other) => left < other.right && other.left < right)) continue;
    taken.push({ left, right });
    placed.add(band);
  }
  return placed;
}
