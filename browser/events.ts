import { extended, type History } from '../report/history.ts';
import { type FeedState, type LiveEvents, unpackRow } from '../report/live-events.ts';
import { age, count, counted } from '../report/numbers.ts';
import { unpackHistory } from '../report/packed-history.ts';
import type { LearningPage } from './learning-page.ts';

const DRAW_EVERY_MS = 250;

/**
 * Lets a page grow with what its server sends. The browser itself takes a lost connection up again, and says which
 * version it had last.
 */
export function followEvents(page: LearningPage, telling: number): void {
  const grow = paced((history: History) => page.grow(history));
  let history = page.history;
  let state: FeedState = { kind: 'following', nowMs: Date.now() };
  let ahead = 0;
  const source = new EventSource(`/events?after=${telling}-${history.totals.version}`);
  const on = <Name extends keyof LiveEvents>(name: Name, take: (data: LiveEvents[Name]) => void): void => {
    source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  };
  const tell = (): void => tellLag(history, state, Date.now() + ahead);
  on('rows', (rows) => {
    history = extended(history, rows.map(unpackRow));
    grow(history);
  });
  on('history', (packed) => {
    history = unpackHistory(packed);
    grow(history);
  });
  on('state', (told) => {
    state = told;
    ahead = told.nowMs - Date.now();
    if (told.kind === 'ended') source.close();
    tellConnection(state, true);
    tell();
  });
  source.addEventListener('error', () => tellConnection(state, source.readyState === EventSource.OPEN));
  setInterval(tell, 1_000);
}

/** Calls with the latest, at most four times a second, and not more often than a page has time for. */
function paced<Value>(draw: (value: Value) => void): (value: Value) => void {
  let latest: { value: Value } | undefined;
  let waiting = false;
  const next = (): void => {
    waiting = false;
    if (latest === undefined) return;
    const { value } = latest;
    latest = undefined;
    const began = performance.now();
    draw(value);
    wait(Math.max(DRAW_EVERY_MS, 4 * (performance.now() - began)));
  };
  const wait = (ms: number): void => {
    waiting = true;
    setTimeout(next, ms);
  };
  return (value) => {
    latest = { value };
    if (!waiting) wait(0);
  };
}

function tellConnection(state: FeedState, open: boolean): void {
  const place = document.getElementById('live');
  const words = document.getElementById('connection');
  if (place === null || words === null) return;
  const trouble = !open || state.kind === 'trouble';
  place.className = state.kind === 'ended' ? 'ended' : trouble ? 'trouble' : '';
  words.textContent = connectionInWords(state, open);
}

function connectionInWords(state: FeedState, open: boolean): string {
  if (state.kind === 'ended') return `Ended. ${state.message}`;
  if (!open) return 'The connection is lost; trying again.';
  return state.kind === 'trouble' ? `The ledger cannot be read: ${state.message}; trying again.` : 'Live.';
}

function waitingInWords({ waitingMs }: FeedState): string | false {
  if (waitingMs === undefined) return false;
  if (waitingMs === null) return 'nothing waits on the stream';
  return `the oldest record on the stream has waited ${age(waitingMs / 1000)}`;
}

/** How far behind the model is: by the ledger, and by the stream where the server looks at it. */
function tellLag(history: History, state: FeedState, nowMs: number): void {
  const place = document.getElementById('lag');
  const last = history.latest.at(-1);
  if (place === null) return;
  const { taken, duplicates, quarantined } = history.totals.records;
  place.textContent = [
    last === undefined ? 'No commit yet' : `Last commit ${age((nowMs - last.committedAtMs) / 1000)} ago`,
    waitingInWords(state),
    last !== undefined && last.pendingRows > 0 && `${counted(last.pendingRows, 'row')} wait for their segment`,
    state.sent !== undefined &&
      `${count(taken + duplicates + quarantined)} of ${counted(state.sent, 'record')} sent are in`,
  ]
    .filter((words) => typeof words === 'string')
    .join(' · ');
}
