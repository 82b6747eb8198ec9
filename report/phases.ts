import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { duration, percent } from './numbers.ts';

const BAR_PX = 22;
const TINTS = 6;

/** Where the time of a run went: one bar, its parts named and timed below it. A phase called `total` is left out. */
export function phasesPicture(seconds: Readonly<Record<string, number>>): Markup | undefined {
  const phases = Object.entries(seconds).filter(([name, value]) => name !== 'total' && value > 0);
  const total = phases.reduce((sum, [, value]) => sum + value, 0);
  if (total === 0) return undefined;
  const words = phases.map(([name, value]) => `${name} ${duration(value)}`).join(', ');
  let left = 0;
  const parts = phases.map(([name, value], i) => {
    const part = html`<rect class="phase-${i % TINTS}" x="${percent(left)}" width="${percent(value / total)}" height="${BAR_PX}"><title>${name}: ${duration(value)}</title></rect>`;
    left += value / total;
    return part;
  });
  return html`<section id="phases"><h2>Where the time went</h2>
<p class="lead">${duration(total)} in all.</p>
<svg class="bar" role="img" aria-label="Seconds of each phase: ${words}." width="100%" height="${BAR_PX}">${parts}</svg>
<ul class="key">${phases.map(
    ([name, value], i) =>
      html`<li><svg class="symbol" width="12" height="12" aria-hidden="true"><rect class="phase-${i % TINTS}" width="12" height="12"/></svg>${name} <b>${duration(value)}</b> <span class="unit">${shareInWords(value / total)}</span></li>`,
  )}</ul></section>`;
}

function shareInWords(share: number): string {
  return share < 0.005 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}
