import { verdictKinds } from '../learning/gates/gate.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import type { Commit, History } from './history.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, instant } from './numbers.ts';

/** The model's latest versions, the newest first: what each commit took in, or what somebody did, and why. */
export function commitsSection({ latest, totals }: History): Markup | false {
  if (latest.length === 0) return false;
  const heading = latest[0].version > 1 ? 'The latest versions' : 'Versions';
  return html`<section id="versions"><h2>${heading}</h2>
<p class="lead">Each commit makes one, ${count(totals.version)} so far. What somebody did by hand stays listed longer.</p>
<div class="scroll" role="region" aria-label="${heading}" tabindex="0"><table class="segments"><thead><tr><th scope="col" class="number">Version</th><th scope="col" class="number">Records</th><th scope="col" class="number wide">Rows</th><th scope="col">Committed, UTC</th><th scope="col">What</th></tr></thead><tbody>
${latest.toReversed().map(row)}
</tbody></table></div></section>`;
}

function row(commit: Commit): Markup {
  const { version, committedAtMs, records, rows } = commit;
  return html`<tr><th scope="row" class="number">${count(version)}</th><td class="number">${count(records.taken)}</td><td class="number wide">${count(rows)}</td><td class="instant">${instant(committedAtMs).replace(' UTC', '')}</td><td class="sentence">${whatOf(commit)}</td></tr>
`;
}

function whatOf({ operation, segments, pendingRows, records, undone }: Commit): Markup {
  if (operation !== undefined) return html`<b>${operationInWords(operation)}</b>`;
  const judged = verdictKinds.filter((kind) => segments[kind] > 0).map((kind) => `${count(segments[kind])} ${kind}`);
  const notTaken = [
    records.duplicates > 0 && counted(records.duplicates, 'duplicate'),
    records.quarantined > 0 && `${count(records.quarantined)} quarantined`,
    pendingRows > 0 && `${counted(pendingRows, 'row')} pending`,
    undone === true && 'since undone',
  ].filter((words) => words !== false);
  return html`${[...(judged.length > 0 ? [`segments: ${judged.join(', ')}`] : ['no segment']), ...notTaken].join('; ')}`;
}
