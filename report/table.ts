import { accuracyOf, f1Of } from '../learning/metrics/confusion.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { afterVerdict } from './chosen-section.ts';
import { decisionsOf } from './decisions.ts';
import { markSymbol } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, decimals } from './numbers.ts';

const SEGMENTS_SHOWN = 20;
/** With a sentence each they take about 30 kB, however long the history. */
const DECISIONS_SHOWN = 100;

/** The last segments, the newest first, with what the gate said of each. */
export function segmentTable(segments: readonly SegmentResult[]): Markup {
  const shown = segments.slice(-SEGMENTS_SHOWN);
  const heading = shown.length === 1 ? 'The last segment' : `The last ${counted(shown.length, 'segment')}`;
  return table('segments', heading, shown, [
    ['Rows', ({ rows }) => count(rows), 'wide'],
    ['F1', ({ confusion }) => decimals(f1Of(confusion))],
    ['Log loss', ({ logLossSum, rows }) => decimals(logLossSum / rows)],
    ['Accuracy', ({ confusion }) => decimals(accuracyOf(confusion)), 'wide'],
  ]);
}

/** What was decided beyond accepting, the newest first: the sentences of the pictures' marks, for all who cannot point. */
export function decisionTable(segments: readonly SegmentResult[]): Markup | false {
  const decided = segments.filter((segment) => decisionsOf(segment).length > 0);
  const shown = decided.slice(-DECISIONS_SHOWN);
  const heading =
    shown.length < decided.length ? `The last ${shown.length} of ${count(decided.length)} decisions` : 'Decisions';
  return shown.length > 0 && table('decisions', heading, shown, []);
}

/** A column of numbers: its name, what it says of a segment, and whether a phone has no room for it. */
type Column = readonly [name: string, of: (segment: SegmentResult) => string, width?: 'wide'];

function table(id: string, heading: string, segments: readonly SegmentResult[], columns: readonly Column[]): Markup {
  return html`<section id="${id}"><h2>${heading}</h2>
<div class="scroll" role="region" aria-label="${heading}" tabindex="0"><table class="segments"><thead><tr><th scope="col" class="number">Segment</th>${columns.map(
    ([name, , width]) => html`<th scope="col" class="${classOf(width)}">${name}</th>`,
  )}<th scope="col">Verdict</th><th scope="col">Why</th></tr></thead><tbody>
${segments.toReversed().map((segment) => row(segment, columns))}
</tbody></table></div></section>`;
}

function row(result: SegmentResult, columns: readonly Column[]): Markup {
  const { segment, verdict, sentence } = result;
  return html`<tr><th scope="row" class="number" data-segment="${segment}">${count(segment)}</th>${columns.map(
    ([, of, width]) => html`<td class="${classOf(width)}">${of(result)}</td>`,
  )}<td class="verdict ${verdict}">${decisionsOf(result).map(markSymbol)}${verdict}</td><td class="sentence">${afterVerdict(sentence, verdict)}</td></tr>
`;
}

function classOf(width: Column[2]): string {
  return width === undefined ? 'number' : `number ${width}`;
}
