import { accuracyOf, f1Of } from '../learning/metrics/confusion.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { verdictSymbol } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, decimals } from './numbers.ts';

const SEGMENTS_SHOWN = 20;

/** The last segments, the newest first, with what the gate said of each. */
export function segmentTable(segments: readonly SegmentResult[]): Markup {
  const shown = segments.slice(-SEGMENTS_SHOWN).toReversed();
  const heading = shown.length === 1 ? 'The last segment' : `The last ${counted(shown.length, 'segment')}`;
  const columns = ['Segment', 'Rows', 'F1', 'Log loss', 'Accuracy'];
  return html`<section id="segments"><h2>${heading}</h2>
<div class="scroll" role="region" aria-label="${heading}" tabindex="0"><table class="segments"><thead><tr>${columns.map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}<th scope="col">Verdict</th><th scope="col">Why</th></tr></thead><tbody>
${shown.map(segmentRow)}
</tbody></table></div></section>`;
}

function segmentRow({ segment, rows, verdict, sentence, confusion, logLossSum }: SegmentResult): Markup {
  return html`<tr><th scope="row" class="number">${count(segment)}</th><td class="number">${count(rows)}</td><td class="number">${decimals(
    f1Of(confusion),
  )}</td><td class="number">${decimals(logLossSum / rows)}</td><td class="number">${decimals(
    accuracyOf(confusion),
  )}</td><td class="verdict ${verdict}">${verdictSymbol(verdict)}${verdict}</td><td class="sentence">${withoutVerdict(
    sentence,
    verdict,
  )}</td></tr>
`;
}

/** Sentences begin with their verdict, which has a column of its own here. */
function withoutVerdict(sentence: string, verdict: string): string {
  return sentence.startsWith(`${verdict}: `) ? sentence.slice(verdict.length + 2) : sentence;
}
