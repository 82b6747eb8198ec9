import type { Facts } from './facts.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count } from './numbers.ts';

const NAMES_SHOWN = 12;

/** The model's definition, how the run was made, and the versions of what made it. */
export function settingsSection({ definition, run, endpoint, versions }: Facts): Markup {
  return html`<section id="settings"><h2>Settings and versions</h2><div class="columns">
${facts('Model', Object.entries(definition))}
${facts('Run', [
  ...(run === undefined
    ? []
    : Object.entries({ scenario: run.scenario, seed: run.seed, recordsSent: count(run.recordsSent) })),
  ['endpoint', endpoint],
])}
${facts('Versions', Object.entries(versions), (name) => name)}
</div></section>`;
}

function facts(caption: string, entries: readonly (readonly [string, unknown])[], nameOf = spaced): Markup {
  return html`<table class="facts"><caption>${caption}</caption><tbody>${entries.map(
    ([name, value]) => html`<tr><th scope="row">${nameOf(name)}</th><td>${inWords(value)}</td></tr>`,
  )}</tbody></table>`;
}

/** Any setting in words: `sgd, loss log_loss, eta0 0.05`; long lists are cut. */
export function inWords(value: unknown): string {
  if (Array.isArray(value)) return listInWords(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => (name === 'name' ? inWords(part) : `${spaced(name)} ${inWords(part)}`))
    .join(', ');
}

function listInWords(values: readonly unknown[]): string {
  if (values.length === 0) return 'none';
  const shown = values.slice(0, NAMES_SHOWN).map(inWords).join(', ');
  const more = values.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${count(more)} more` : shown;
}

/** `segmentRows` → `segment rows` */
export function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
