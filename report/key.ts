import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { decisionKinds, decisionsOf } from './decisions.ts';
import { markSymbol } from './marks.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { ROLLING_SEGMENTS } from './metric-picture.ts';
import { count, counted } from './numbers.ts';

/** What the lines, dots, marks and bands of the pictures of scores mean; the same for all three. */
export function key(segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup {
  const harmful = new Set(truth.filter(({ kind }) => kind === 'harmful').map(({ label }) => label));
  const decisions = segments.flatMap(decisionsOf);
  const drifts = segments.filter(({ drift }) => drift.length > 0).length;
  return html`<ul class="key">
${entry(html`<path class="curve" d="M0,6h22"/>`, `mean of the last ${ROLLING_SEGMENTS}`, 22)}
${entry(html`<path class="dots" d="M3,8h0M9,4h0M15,7h0M20,3h0"/>`, 'each segment', 22)}
${segments.some(({ reading }) => reading?.trial !== undefined) && [side('champion'), side('challenger')]}
${entry(html`<path class="dashes" d="M0,6h22"/>`, 'knowing only the share of positives', 22)}
${decisionKinds.map((kind) => {
  const many = decisions.filter((decision) => decision === kind).length;
  const words = kind === 'dropped' ? `${counted(many, 'challenger')} dropped` : `${count(many)} ${kind}`;
  return many > 0 && html`<li>${markSymbol(kind)}${words}</li>`;
})}
${drifts > 0 && html`<li>${markSymbol('drift')}${count(drifts)} with drift found</li>`}
${harmful.size > 0 && entry(html`<rect class="harmful" width="12" height="12"/>`, [...harmful].join(', '), 12)}
</ul>`;
}

function side(name: 'champion' | 'challenger'): Markup {
  const drawing = html`<path class="pieces ${name}" d="M2,9L11,4L20,7"/><path class="dots ${name}" d="M2,9h0M11,4h0M20,7h0"/>`;
  return entry(drawing, `${name} alone, in a trial`, 22);
}

/** A symbol, as it is drawn in the picture, and what it means. */
export function entry(drawing: Markup, words: string, width: number): Markup {
  return html`<li><svg class="symbol" width="${width}" height="12" aria-hidden="true">${drawing}</svg>${words}</li>`;
}
