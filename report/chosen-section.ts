import type { SideScores, TrialReading } from '../learning/gates/gate.ts';
import { DROPPED_AT, PROMOTED_AT } from '../learning/gates/trial.ts';
import { accuracyOf, f1Of } from '../learning/metrics/confusion.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { decisionsOf } from './decisions.ts';
import { markSymbol } from './marks.ts';
import type { Content, Markup } from './markup.ts';
import { html } from './markup.ts';
import { metrics } from './metrics.ts';
import { count, decimals } from './numbers.ts';

/** What the gate saw in one segment, and what it said. */
export function chosenSection(result: SegmentResult): Markup {
  const { segment, rows, verdict, sentence, reading, drift, auc, brierSum } = result;
  return html`<section id="chosen" tabindex="-1" aria-label="The chosen segment"><h2>Segment ${count(segment)}: what the gate saw</h2>
<p class="verdict-line"><b class="verdict ${verdict}">${decisionsOf(result).map(markSymbol)}${verdict}</b> ${afterVerdict(sentence, verdict)}</p>
${drift.length > 0 && html`<p class="verdict-line">${markSymbol('drift')}drift found by ${drift.join(', ')}</p>`}
<div class="columns">
${reading === undefined ? html`<p class="lead">No surprise was measured: this gate does not go by it, the segment was too small for it, or the model was paused.</p>` : surpriseFacts(reading.surprise, reading.limit)}
${scoresTable(result)}
${reading?.trial ? trialFacts(reading.trial) : html`<p class="lead">No trial ran when it came: there was only the champion.</p>`}
</div>
<p class="note">${count(rows)} rows; AUC ${auc === null ? 'of one class only: none' : decimals(auc)}, Brier ${decimals(brierSum / rows)}.</p></section>`;
}

/** The segment in one line: for a bar that stays in sight. */
export function chosenLine(result: SegmentResult): Markup {
  const { segment, verdict, sentence, confusion } = result;
  const scores = `F1 ${decimals(f1Of(confusion))}, log loss ${decimals(metrics[1].of(result))}`;
  return html`<b>Segment ${count(segment)}</b> <span class="verdict ${verdict}">${decisionsOf(result).map(markSymbol)}${verdict}</span>: ${scores}; ${afterVerdict(sentence, verdict)}`;
}

/** The one that a page begins with: the last on which something was decided, or else the last. */
export function firstChosen(segments: readonly SegmentResult[]): SegmentResult | undefined {
  return segments.findLast((segment) => decisionsOf(segment).length > 0) ?? segments.at(-1);
}

/** Sentences begin with their verdict, where it stands already; of an older segment there may be nothing more. */
export function afterVerdict(sentence: string, verdict: string): string {
  if (sentence === verdict) return 'its numbers are all that is kept of it';
  return sentence.startsWith(`${verdict}: `) ? sentence.slice(verdict.length + 2) : sentence;
}

function surpriseFacts(surprise: number, limit: number): Markup {
  return facts('Surprise', [
    ['of this segment', decimals(surprise, 2)],
    ['limit', decimals(limit, 2)],
    ['so it was', surprise > limit ? 'suspicious' : 'as expected'],
    ['', bar(surprise, limit)],
  ]);
}

/** As long as the surprise, with a line at the limit. */
function bar(surprise: number, limit: number): Markup {
  const most = Math.max(surprise, limit) * 1.1 || 1;
  const [length, at] = [surprise, limit].map((value) => (150 * Math.max(0, Math.min(1, value / most))).toFixed(1));
  return html`<svg class="symbol" width="150" height="14" aria-hidden="true"><path class="came" d="M0,7h${length}"/><path class="given" d="M${at},0v14"/></svg>`;
}

function trialFacts({ segments, evidence, share, f1, outcome }: TrialReading): Markup {
  return facts('The trial', [
    ['segments so far', count(segments)],
    ['evidence', `${decimals(evidence, 2)} log odds`],
    ['its bounds', `${decimals(DROPPED_AT, 1)} and ${decimals(PROMOTED_AT, 1)}`],
    ['challenger served', `${Math.round(100 * share)} %`],
    ['F1 of champion', `${decimals(f1.champion)} in the whole trial`],
    ['of challenger', decimals(f1.challenger)],
    ['challenger', outcome ?? 'still on trial'],
  ]);
}

function scoresTable({ confusion, logLossSum, reading }: SegmentResult): Markup {
  const sides: readonly (readonly [string, SideScores])[] = [
    ['served', { confusion, logLossSum }],
    ...(reading?.trial === undefined
      ? []
      : ([
          ['champion', reading.trial.champion],
          ['challenger', reading.trial.challenger],
        ] as const)),
  ];
  return html`<table class="scores"><caption>Scores before it was learned</caption><thead><tr><th scope="col"><span class="unseen">Side</span></th>${[
    'F1',
    'Log loss',
    'Accuracy',
  ].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead><tbody>${sides.map(
    ([name, side]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${decimals(f1Of(side.confusion))}</td><td class="number">${decimals(metrics[1].of(side))}</td><td class="number">${decimals(accuracyOf(side.confusion))}</td></tr>`,
  )}</tbody></table>`;
}

function facts(caption: string, entries: readonly (readonly [string, Content])[]): Markup {
  return html`<table class="facts"><caption>${caption}</caption><tbody>${entries.map(([name, value]) =>
    name === ''
      ? html`<tr><td colspan="2">${value}</td></tr>`
      : html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
}
