import type { Mark } from '../learning/snapshot/steering.ts';
import type { History } from './history.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, instant } from './numbers.ts';

/** What somebody has set about the model until further notice: that it is paused, which version it is pinned to. */
export function standing({ steering }: History): Markup {
  const { paused, pinned } = steering;
  return html`<div id="standing">${paused && html`<p class="standing"><b>Paused</b>${since(paused)}. Segments are scored, and not learned.</p>`}
${pinned && html`<p class="standing"><b>Version ${count(pinned.version)} is served</b>, whatever is learned: pinned${since(pinned)}.</p>`}</div>`;
}

function since({ actor, reason, atMs }: Mark): string {
  return `${actor === undefined ? '' : ` by ${actor}`}, ${instant(atMs)}${reason === undefined ? '' : `: ${reason}`}`;
}
