import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { xAxis, yAxis } from './axes.ts';
import type { History, Progress } from './history.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, instant, roughCount } from './numbers.ts';
import { PLOT_WIDTH, plot, stretched } from './plot.ts';
import { thin } from './series.ts';

const CURVE_PX = 130;
const AXIS_PX = 40;

/** Rows taken and segments judged since the start, over the time of the commits; one commit has no time to draw. */
export function progressPictures({ progress, commits, firstCommitMs }: History): Markup {
  if (progress.length === 1) return firstCommit(progress[0], firstCommitMs ?? 0);
  return html`<section id="progress"><h2>Over time</h2>
<p class="lead">Cumulative, over ${counted(commits, 'commit')}; the first was at ${instant(firstCommitMs ?? 0)}.</p>
<div class="pair">${picture('Rows', 'taken', progress, (at) => at.rows)}${picture('Segments', 'judged', progress, (at) => at.segments)}</div></section>`;
}

function firstCommit({ rows, segments }: Progress, atMs: number): Markup {
  return html`<section id="progress"><h2>Over time</h2>
<p class="lead">One commit so far, at ${instant(atMs)}: ${counted(rows, 'row')} taken, ${counted(segments, 'segment')} judged. The curves begin with the second.</p></section>`;
}

function picture(name: string, what: string, progress: readonly Progress[], of: (at: Progress) => number): Markup {
  const last = progress[progress.length - 1];
  const unit = timeUnit(last.elapsedMs);
  const x = scaleLinear([0, last.elapsedMs / unit.ms || 1], [0, PLOT_WIDTH]);
  const y = scaleLinear([0, of(last) || 1], [CURVE_PX, 0]).nice(4);
  const drawn = thin(progress);
  const path = line<Progress>()
    .x(({ elapsedMs }) => x(elapsedMs / unit.ms))
    .y((at) => y(of(at)))
    .digits(1)(drawn);
  const words = `${name} ${what}, cumulative: ${count(of(last))} after ${count(last.elapsedMs / unit.ms)} ${unit.name}.`;
  return html`<figure id="${name.toLowerCase()}-over-time">
<figcaption><h3>${name}</h3> <span class="unit">${what}, ${roughCount(of(last))} in all</span></figcaption>
${plot(
  CURVE_PX + AXIS_PX,
  words,
  yAxis(y, y.ticks(4).filter(Number.isInteger), shortCount),
  stretched(CURVE_PX, html`<path class="curve" data-points="${drawn.length}" d="${path ?? ''}"/>`),
  xAxis(x, CURVE_PX, `${unit.name} since the first commit`),
)}
</figure>`;
}

const timeUnits = [
  { name: 'milliseconds', ms: 1 },
  { name: 'seconds', ms: 1000 },
  { name: 'minutes', ms: 60_000 },
  { name: 'hours', ms: 3_600_000 },
  { name: 'days', ms: 86_400_000 },
];

/** The largest unit of which there are at least two. */
function timeUnit(ms: number): { name: string; ms: number } {
  return timeUnits.findLast((unit) => ms >= 2 * unit.ms) ?? timeUnits[0];
}

/** `800`, `50k`, `1.2M`: what fits beside an axis. */
function shortCount(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))}M`;
  return value >= 1e4 ? `${Number((value / 1e3).toFixed(1))}k` : count(value);
}
