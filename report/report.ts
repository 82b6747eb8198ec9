import type { Definition } from '../learning/definition.ts';
import type { LedgerRow, SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { decisionsOf } from './decisions.ts';
import { gateSection } from './gate-section.ts';
import { headline } from './headline.ts';
import { key } from './key.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { metricPicture } from './metric-picture.ts';
import { metrics } from './metrics.ts';
import { instant } from './numbers.ts';
import { page } from './page.ts';
import { phasesPicture } from './phases.ts';
import { progressPictures } from './progress-picture.ts';
import { qualitySection } from './quality-section.ts';
import { POINTS_MAX } from './series.ts';
import { settingsSection } from './settings.ts';
import { segmentsOf, summarise } from './summary.ts';
import { decisionTable, segmentTable } from './table.ts';
import { tiles } from './tiles.ts';

/** All that a report tells. */
export interface ReportInput {
  readonly model: string;
  readonly definition: Definition;
  /** In order of version. */
  readonly rows: readonly LedgerRow[];
  /** What really happened, in records from 0, a segment each; empty when unknown. */
  readonly truth: readonly TruthBand[];
  /** How the run was made; left out for a report of a model that runs elsewhere. */
  readonly run?: {
    readonly scenario: string;
    readonly seed: number;
    readonly recordsSent: number;
    /** Of each phase. */
    readonly seconds: Readonly<Record<string, number>>;
  };
  /** `ministack 1.5.33 on this machine`, `AWS eu-central-1` */
  readonly endpoint: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly madeAtMs: number;
}

/**
 * A page that tells how a model came to be what it is. It is one file: it asks for nothing from elsewhere, follows the
 * reader's light or dark, and fits a phone.
 */
export function renderReport(input: ReportInput): string {
  const { model, rows, truth, endpoint, madeAtMs, run } = input;
  const summary = summarise(rows);
  const segments = segmentsOf(rows);
  const sentence = headline(summary, rows);
  return page(
    `${model} · Sluice report`,
    html`<header><p class="eyebrow">Sluice report</p>
<h1>${model}</h1>
<p class="headline">${sentence}</p>
<p class="origin">${run && `Scenario ${run.scenario}, seed ${run.seed}. `}On ${endpoint}; report made ${instant(madeAtMs)}.</p></header>
<main>${tiles(summary, input)}
${curvesSection(segments, truth)}
${gateSection(segments, truth)}
${lastQuality(rows)}
${summary.rowsTaken > 0 && progressPictures(rows)}
${run && phasesPicture(run.seconds)}
${settingsSection(input)}
${decisionTable(segments)}
${segments.length > 0 && segmentTable(segments)}</main>`,
  );
}

function lastQuality(rows: readonly LedgerRow[]): Markup | false {
  const quality = rows.at(-1)?.quality;
  return quality !== undefined && quality !== null && qualitySection(quality);
}

function curvesSection(segments: readonly SegmentResult[], truth: readonly TruthBand[]): Markup {
  if (segments.length === 0) return html`<section><p class="lead">Pictures begin with the first segment.</p></section>`;
  const known = truth.length > 0 ? ' Bands behind are what really happened; the model is never told.' : '';
  const marked = segments.some((segment) => decisionsOf(segment).length > 0)
    ? ' Each mark below a picture tells why, under the pointer, a finger or the arrow keys.'
    : '';
  const thinned =
    segments.length > POINTS_MAX ? ` One in ${Math.ceil(segments.length / POINTS_MAX)} segments is drawn.` : '';
  return html`<section id="curves"><h2>Segment by segment</h2>
<p class="lead">Prequential: each row is predicted before it is learned, so every score is of rows not seen before.${known}${thinned}${marked}</p>
${key(segments, truth)}
${metrics.map((metric) => metricPicture(metric, segments, truth))}</section>`;
}
