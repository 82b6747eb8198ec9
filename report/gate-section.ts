import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { evidencePicture } from './evidence-picture.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { surprisePicture } from './surprise-picture.ts';

/** What the gate went by; nothing of a gate that has no such numbers. */
export function gateSection(segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup | false {
  if (segments.every(({ reading }) => reading === undefined)) return false;
  return html`<section id="gate"><h2>What the gate went by</h2>
${surprisePicture(segments, truth)}
${evidencePicture(segments, truth)}</section>`;
}
