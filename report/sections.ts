import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { chosenLine, chosenSection, firstChosen } from './chosen-section.ts';
import { commitsSection } from './commits-section.ts';
import { decisionsOf } from './decisions.ts';
import type { Facts } from './facts.ts';
import { headline } from './headline.ts';
import type { History } from './history.ts';
import { key } from './key.ts';
import type { Content, Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted } from './numbers.ts';
import { phasesPicture } from './phases.ts';
import { progressPictures } from './progress-picture.ts';
import { qualitySection } from './quality-section.ts';
import { segmentPicture } from './segment-picture.ts';
import { type SegmentPictures, segmentPictures } from './segment-pictures.ts';
import { POINTS_MAX } from './series.ts';
import { settingsSection } from './settings.ts';
import { standing } from './standing.ts';
import { decisionTable, segmentTable } from './table.ts';
import { tiles } from './tiles.ts';

/** The page of a history, from its figures to its tables. The live page makes its parts again from the same functions. */
export function sections(facts: Facts, history: History): Markup {
  const { truth, run } = facts;
  const chosen = firstChosen(history.segments);
  return html`${standing(history)}${tiles(history, run?.seconds.stream)}
${chosen === undefined ? waiting() : html`<div id="pictures">${pictureSections(history, truth)}${bar(chosen)}</div>${chosenSection(chosen)}`}
${history.quality === null ? empty('quality') : qualitySection(history.quality)}
${history.totals.rowsTaken > 0 ? progressPictures(history) : empty('progress')}
${run && phasesPicture(run.seconds)}
${commitsSection(history) || empty('versions')}
${decisionTable(history.segments) || empty('decisions')}
${chosen === undefined ? empty('segments') : segmentTable(history.segments)}
${settingsSection(facts)}`;
}

/** Those parts that a growing ledger changes, besides the pictures, by the id of their element. */
export function changingParts(facts: Facts, history: History): ReadonlyMap<string, Markup | false> {
  return new Map<string, Markup | false>([
    ['headline', html`<p class="headline" id="headline">${headline(history)}</p>`],
    ['standing', standing(history)],
    ['tiles', tiles(history, facts.run?.seconds.stream)],
    ['quality', history.quality !== null && qualitySection(history.quality)],
    ['progress', history.totals.rowsTaken > 0 && progressPictures(history)],
    ['versions', commitsSection(history)],
    ['decisions', decisionTable(history.segments)],
    ['segments', history.segments.length > 0 && segmentTable(history.segments)],
  ]);
}

/** The key, the curves and what the gate went by; `content` of each picture may be drawn elsewhere. */
export function pictureSections(history: History, truth: readonly TruthBand[]): Markup {
  const { segments } = history;
  const pictures: SegmentPictures = segmentPictures(history);
  const draw = (of: keyof SegmentPictures): Content => pictures[of].map((picture) => segmentPicture(picture, truth));
  return html`<section id="curves"><h2>Segment by segment</h2>
<p class="lead">${lead(segments, truth)}</p>
${thinnedNote(segments)}<div id="key">${key(segments, truth)}</div>
${draw('curves')}</section>
${pictures.gate.length > 0 && html`<section id="gate"><h2>What the gate went by</h2>${draw('gate')}</section>`}
${pictures.members.length > 0 && html`<section id="members"><h2>Whom the committee listened to</h2>${draw('members')}</section>`}`;
}

function lead(segments: readonly SegmentResult[], truth: readonly TruthBand[]): string {
  const known = truth.length > 0 ? ' Bands behind are what really happened; the model is never told.' : '';
  const marked = segments.some((segment) => decisionsOf(segment).length > 0)
    ? ' Each mark below a picture tells why, under the pointer, a finger or the arrow keys.'
    : '';
  return `Prequential: each row is predicted before it is learned, so every score is of rows not seen before.${known}${marked}`;
}

/** Where scripts run, every segment is drawn. */
function thinnedNote(segments: readonly SegmentResult[]): Markup | false {
  if (segments.length <= POINTS_MAX) return false;
  return html`<noscript><p class="lead">One in ${Math.ceil(segments.length / POINTS_MAX)} segments is drawn.</p></noscript>`;
}

/** Stays in sight below the pictures: what is shown of how much, and which segment is chosen. Needs scripts. */
function bar(chosen: SegmentResult): Markup {
  return html`<div id="bar" hidden><div class="zoom" role="group" aria-label="Zoom"><button type="button" id="zoom-in" aria-label="Zoom in">+</button><button type="button" id="zoom-out" aria-label="Zoom out">−</button><button type="button" id="zoom-all">All</button> <span id="shown" class="unit"></span></div><p id="chosen-line" aria-live="polite">${chosenLine(chosen)}</p><a href="#chosen">Details</a></div>`;
}

/** `segments 41 to 80 of 1,000` */
export function shownInWords(shown: { from: number; to: number }, segments: readonly SegmentResult[]): string {
  const last = segments.at(-1)?.segment ?? 0;
  if (shown.from <= segments[0].segment && shown.to >= last) return `all ${counted(segments.length, 'segment')}`;
  return `segments ${count(shown.from)} to ${count(shown.to)} of ${count(last)}`;
}

function waiting(): Markup {
  return html`<section id="waiting"><p class="lead">Pictures begin with the first segment.</p></section>`;
}

/** Where a part will come. */
function empty(id: string): Markup {
  return html`<section data-part="${id}" hidden></section>`;
}
