import { verdictKinds } from '../learning/gates/gate.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import type { Commit, History } from './history.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, instant } from './numbers.ts';

/** The model's latest versions, the newest first: what each commit took in, or what somebody did, and why. */
export function commitsSection({ latest, totals }: History): Markup | false {
  if (latest.length === 0) return false;
  const heading = latest[0].version > 1 ? 'The latest versions' : 'Versions';
  return html`<section id="versions"><h2>${heading}</h2>
<p class="lead">Each commit makes one, ${count(totals.version)} so far. What somebody did by hand stays listed longer.</p>
<div class="scroll" role="region" aria-label="${heading}" tabindex="0"><table class="segments"><thead><tr>${[
    'Version',
    'Records',
    'Rows',
  ].map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}<th scope="col">Committed</th><th scope="col">What</th></tr></thead><tbody>
${latest.toReversed().map(row)}
</tbody></table></div></section>`;
}

function row(commit: Commit): Markup {
  const { version, committedAtMs, records, rows } = commit;
  return html`<tr><th scope="row" class="number">${count(version)}</th><td class="number">${count(records.taken)}</td><td class="number">${count(rows)}</td><td class="instant">${instant(committedAtMs)}</td><td class="sentence">${whatOf(commit)}</td></tr>
`;
}

function whatOf({ operation, segments, pendingRows, records, undone }: Commit): Markup {
  const since = undone === true && '; undone since';
  if (operation !== undefined) return html`<b>${operationInWords(operation)}</b>${since}`;
  const judged = verdictKinds.filter((kind) => segments[kind] > 0).map((kind) => `${count(segments[kind])} ${kind}`);
  const notTaken = [
    records.duplicates > 0 && `${count(records.duplicates)} duplicates`,
    records.quarantined > 0 && `${count(records.quarantined)} quarantined`,
    pendingRows > 0 && `${count(pendingRows)} rows pending`,
  ].filter((words) => words !== false);
  return html`${[...(judged.length > 0 ? [`segments: ${judged.join(', ')}`] : ['no segment']), ...notTaken].join('; ')}${since}`;
}
