import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { extended, type History, historyOf, NO_HISTORY } from '../../report/history.ts';
import { type FeedState, type LiveEvents, packRows } from '../../report/live-events.ts';
import { packHistory } from '../../report/packed-history.ts';

/** Where a page stands: the version it has, of which telling of the ledger. */
export interface Place {
  readonly version: number;
  readonly telling: number;
}

/** An event for a page, and where the page stands after it. */
export interface FeedEvent {
  readonly name: keyof LiveEvents;
  readonly data: string;
  readonly place: Place;
}

/** Segments of the latest rows: a page that lacks no more gets just these, another one gets the history. */
const RECENT_SEGMENTS_MAX = 2_000;

/** What pages are told of a ledger: one history for all of them, from whoever reads the ledger. */
export class LiveFeed {
  readonly #listeners = new Set<() => void>();
  readonly #nowMs: () => number;
  #history: History = NO_HISTORY;
  #recent: readonly LedgerRow[] = [];
  /** Counts how often the ledger was told from its beginning. */
  #telling = 0;
  #state: Omit<FeedState, 'nowMs'> = { kind: 'following' };

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  get history(): History {
    return this.#history;
  }

  get place(): Place {
    return { version: this.#history.totals.version, telling: this.#telling };
  }

  /** Takes commits of the trainer that follow those before. */
  take(rows: readonly LedgerRow[]): void {
    if (rows.length === 0) return;
    this.#history = extended(this.#history, rows);
    this.#recent = latest([...this.#recent, ...rows]);
    this.#changed();
  }

  /** Takes all rows there are, in place of those before: somebody has done something, and may have undone some. */
  restart(rows: readonly LedgerRow[]): void {
    this.#history = historyOf(rows);
    this.#recent = [];
    this.#telling += 1;
    this.#changed();
  }

  /** How it stands with the source of the rows; what is not said stays. */
  tell(state: Partial<Omit<FeedState, 'nowMs'>>): void {
    const told = { ...this.#state, ...state };
    if (JSON.stringify(told) === JSON.stringify(this.#state)) return;
    this.#state = told;
    this.#changed();
  }

  state(): FeedEvent {
    const data: FeedState = { ...this.#state, nowMs: this.#nowMs() };
    return { name: 'state', data: JSON.stringify(data), place: this.place };
  }

  /** What a page at a place lacks of the ledger; nothing where it lacks nothing. */
  since(place: Place): FeedEvent | undefined {
    const { version, telling } = this.place;
    if (place.telling === telling && place.version === version) return undefined;
    const rows = this.#recent.filter((row) => row.version > place.version);
    const joins = place.telling === telling && rows[0]?.version === place.version + 1;
    return joins
      ? { name: 'rows', data: JSON.stringify(packRows(rows)), place: this.place }
      : { name: 'history', data: JSON.stringify(packHistory(this.#history)), place: this.place };
  }

  /** @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function latest(rows: readonly LedgerRow[]): readonly LedgerRow[] {
  let segments = 0;
  const from = rows.findLastIndex((row) => {
    segments += row.segments.length;
    return segments > RECENT_SEGMENTS_MAX;
  });
  return rows.slice(from + 1);
}
