import { judgedSegments } from './headline.ts';
import { type History, summaryOfHistory } from './history.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import { count, counted, decimals, duration, instant, roughCount } from './numbers.ts';

/** The figures of a ledger. */
export function tiles(history: History, streamSeconds: number | undefined): Markup {
  const summary = summaryOfHistory(history);
  const { records, segments } = summary;
  const last = history.latest.at(-1);
  const pending = last?.pendingRows ?? 0;
  return html`<dl class="tiles" id="tiles">
${tile('F1', decimals(summary.f1), 'pooled over all segments')}
${tile('Log loss', decimals(summary.logLoss), 'nats a row')}
${tile('Accuracy', decimals(summary.accuracy), 'share of rows')}
${tile('Rows judged', roughCount(summary.rows), pending === 0 ? 'none pending' : `${count(pending)} more pending`)}
${tile('Segments', count(judgedSegments(summary)), `${count(segments.held)}\u00a0held · ${count(segments.rejected)}\u00a0rejected · ${count(segments.promoted)}\u00a0promoted`)}
${tile('Records in', count(records.taken + records.duplicates + records.quarantined), `${count(records.taken)}\u00a0taken · ${counted(records.duplicates, 'duplicate').replace(' ', '\u00a0')} · ${count(records.quarantined)}\u00a0quarantined`)}
${speedTile(history, streamSeconds)}
${tile('Model version', count(summary.version), last === undefined ? 'no commit yet' : `of ${instant(last.committedAtMs)}`)}
</dl>`;
}

/** Rows by the time of the stream phase; of a model that runs elsewhere, by the time between its commits. */
function speedTile({ totals, progress }: History, streamSeconds: number | undefined): Markup {
  const seconds = streamSeconds ?? (progress.at(-1)?.elapsedMs ?? 0) / 1000;
  if (!(seconds > 0)) return tile('Rows a second', '–', 'needs two commits');
  const speed = totals.rowsTaken / seconds;
  return tile(
    'Rows a second',
    speed > 0 && speed < 10 ? decimals(speed, 2) : count(speed),
    `${duration(seconds)} of streaming`,
  );
}

function tile(name: string, value: string, detail: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}<span>${detail}</span></dd></div>`;
}
