import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { judgedSegments } from './headline.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, decimals, duration, roughCount } from './numbers.ts';
import type { ReportInput } from './report.ts';
import type { Summary } from './summary.ts';

/** The figures of a ledger. */
export function tiles(summary: Summary, { rows, run }: ReportInput): Markup {
  const { records, segments } = summary;
  const pending = rows.at(-1)?.pendingRows ?? 0;
  return html`<dl class="tiles">
${tile('F1', decimals(summary.f1), 'pooled over all segments')}
${tile('Log loss', decimals(summary.logLoss), 'nats a row')}
${tile('Accuracy', decimals(summary.accuracy), 'share of rows')}
${tile('Rows judged', roughCount(summary.rows), pending === 0 ? 'none pending' : `${count(pending)} more pending`)}
${tile('Segments', count(judgedSegments(summary)), `${count(segments.held)}\u00a0held · ${count(segments.rejected)}\u00a0rejected · ${count(segments.promoted)}\u00a0promoted`)}
${tile('Records taken', count(records.taken), `${counted(records.duplicates, 'duplicate')} · ${count(records.quarantined)}\u00a0quarantined`)}
${speedTile(summary, rows, run?.seconds.stream)}
${tile('Model version', count(summary.version), 'one for each commit')}
</dl>`;
}

/** Rows by the time of the stream phase; of a model that runs elsewhere, by the time between its commits. */
function speedTile({ rowsTaken }: Summary, rows: readonly LedgerRow[], streamSeconds: number | undefined): Markup {
  const seconds = streamSeconds ?? ((rows.at(-1)?.committedAtMs ?? 0) - (rows[0]?.committedAtMs ?? 0)) / 1000;
  if (!(seconds > 0)) return tile('Rows a second', '–', 'needs two commits');
  const speed = rowsTaken / seconds;
  return tile(
    'Rows a second',
    speed > 0 && speed < 10 ? decimals(speed, 2) : count(speed),
    `${duration(seconds)} of streaming`,
  );
}

function tile(name: string, value: string, detail: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}<span>${detail}</span></dd></div>`;
}
