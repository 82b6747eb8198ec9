import type { VerdictKind } from '../learning/gates/gate.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { markedVerdicts, markSymbol, verdictSymbol } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { ROLLING_SEGMENTS } from './metric-picture.ts';
import { count } from './numbers.ts';

/** What the lines, dots, marks and bands of the pictures over segments mean; the same for all three. */
export function key(
  verdicts: Readonly<Record<VerdictKind, number>>,
  truth: readonly TruthBand[],
  drifts: number,
): Markup {
  const harmful = new Set(truth.filter(({ kind }) => kind === 'harmful').map(({ label }) => label));
  return html`<ul class="key">
${entry(html`<path class="curve" d="M0,6h22"/>`, `mean of the last ${ROLLING_SEGMENTS}`, 22)}
${entry(html`<path class="dots" d="M3,8h0M9,4h0M15,7h0M20,3h0"/>`, 'each segment', 22)}
${entry(html`<path class="dashes" d="M0,6h22"/>`, 'knowing only the share of positives', 22)}
${markedVerdicts.map((kind) => verdicts[kind] > 0 && html`<li>${verdictSymbol(kind)}${count(verdicts[kind])} ${kind}</li>`)}
${drifts > 0 && html`<li>${markSymbol('drift')}${count(drifts)} with drift found</li>`}
${harmful.size > 0 && entry(html`<rect class="harmful" width="12" height="12"/>`, [...harmful].join(', '), 12)}
</ul>`;
}

function entry(drawing: Markup, words: string, width: number): Markup {
  return html`<li><svg class="symbol" width="${width}" height="12" aria-hidden="true">${drawing}</svg>${words}</li>`;
}
