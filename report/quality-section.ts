import type { CalibrationBin } from '../learning/metrics/calibration-bins.ts';
import type { QualityRow } from '../learning/snapshot/ledger-row.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, decimals } from './numbers.ts';

/** Beyond these, members hardly count. */
const MEMBERS_SHOWN = 8;

/** How good the model has been since its start, whether its probabilities mean what they say, and whom it listens to. */
export function qualitySection(quality: QualityRow): Markup {
  const { auc, brier, precision, recall, threshold, members } = quality;
  return html`<section id="quality"><h2>Since the start</h2>
<p class="lead">Over all ${count(quality.rows)} rows that the model has judged, whoever sent them.</p><div class="columns">
${figures('Scores', [
  ['AUC', auc === null ? 'one class only' : decimals(auc)],
  ['Brier', decimals(brier)],
  ['precision', decimals(precision)],
  ['recall', decimals(recall)],
  ['threshold now', decimals(threshold)],
])}
${calibration(quality.calibration)}
${members.length > 0 && membersTable(quality)}
</div></section>`;
}

/** A reliability diagram as a table: what was given, and what came of it, with a bar for each. */
function calibration(bins: readonly CalibrationBin[]): Markup {
  return html`<table class="calibration"><caption>Calibration</caption><thead><tr><th scope="col" class="number">Given</th><th scope="col" class="number">Came</th><th scope="col"></th><th scope="col" class="number">Rows</th></tr></thead><tbody>
${bins.map(
  ({ meanProbability, shareOfPositives, rows }) =>
    html`<tr><td class="number">${decimals(meanProbability, 2)}</td><td class="number">${decimals(shareOfPositives, 2)}</td><td>${bars(meanProbability, shareOfPositives)}</td><td class="number">${count(rows)}</td></tr>
`,
)}</tbody></table>`;
}

function bars(given: number, came: number): Markup {
  const [tick, length] = [given, came].map((share) => (60 * share).toFixed(1));
  return html`<svg class="symbol" width="62" height="12" aria-hidden="true"><path class="came" d="M0,6h${length}"/><path class="given" d="M${tick},1v10"/></svg>`;
}

function membersTable({ members }: QualityRow): Markup {
  return html`<table class="members"><caption>Whom the committee listens to</caption><thead><tr><th scope="col">Member</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Log loss</th></tr></thead><tbody>
${members.slice(0, MEMBERS_SHOWN).map(
  ({ name, weight, logLoss }) =>
    html`<tr><th scope="row">${name}</th><td class="number">${decimals(weight, 2)}</td><td class="number">${decimals(logLoss)}</td></tr>
`,
)}</tbody></table>`;
}

function figures(caption: string, entries: readonly (readonly [string, string])[]): Markup {
  return html`<table class="facts"><caption>${caption}</caption><tbody>${entries.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
}
