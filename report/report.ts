import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import type { Facts } from './facts.ts';
import { headline } from './headline.ts';
import { type History, historyOf } from './history.ts';
import type { Content, Markup } from './markup.ts';
import { html, trusted } from './markup.ts';
import { instant } from './numbers.ts';
import { type PackedHistory, packHistory } from './packed-history.ts';
import { linkedPage, type PageCode, page } from './page.ts';
import { sections } from './sections.ts';

/** All that a report tells. */
export interface ReportInput extends Facts {
  /** In order of version. */
  readonly rows: readonly LedgerRow[];
  /** What runs in the page: without it, pictures cannot be zoomed, and show fewer points of a long ledger. */
  readonly code: PageCode;
}

/** What the code of a page is given. */
export interface PageData {
  readonly facts: Facts;
  readonly history: PackedHistory;
  /** Of a live page: which telling of the ledger its history is, so that its server knows what it lacks. */
  readonly telling?: number;
}

/**
 * A page that tells how a model came to be what it is. It is one file: it asks for nothing from elsewhere, follows the
 * reader's light or dark, and fits a phone.
 */
export function renderReport({ rows, code, ...facts }: ReportInput): string {
  const history = historyOf(rows);
  const { run, endpoint, madeAtMs, model } = facts;
  const origin = html`${run && `Scenario ${run.scenario}, seed ${run.seed}. `}On ${endpoint}; report made ${instant(madeAtMs)}.`;
  return page(`${model} · Sluice report`, content('Sluice report', facts, history, origin), code);
}

/** The same page as a server gives it, while the model learns. */
export function renderLivePage(facts: Facts, history: History, telling: number): string {
  const { run, endpoint, model } = facts;
  const origin = html`${run && `Scenario ${run.scenario}, seed ${run.seed}. `}On ${endpoint}.
<span id="live"><b id="connection" role="status">connecting …</b> <span id="lag"></span></span>`;
  return linkedPage(`${model} · Sluice`, content('Sluice, live', facts, history, origin, telling));
}

function content(eyebrow: string, facts: Facts, history: History, origin: Content, telling?: number): Markup {
  const data: PageData = { facts, history: packHistory(history), ...(telling !== undefined && { telling }) };
  return html`<header><p class="eyebrow">${eyebrow}</p>
<h1>${facts.model}</h1>
<p class="headline" id="headline">${headline(history)}</p>
<p class="origin">${origin}</p></header>
<main>${sections(facts, history)}</main>
<script type="application/json" id="data">${trusted(withoutTags(JSON.stringify(data)))}</script>`;
}

/** JSON in which nothing ends or begins a tag. */
function withoutTags(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
