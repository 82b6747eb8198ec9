import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import type { LiveFeed } from './live-feed.ts';

/** A ledger that is read; `DynamoLedger` is one. */
export interface LedgerReader {
  rowsAfter(model: string, version: number): Promise<readonly LedgerRow[]>;
}

/** What to watch, and how often. */
export interface Watching {
  readonly model: string;
  /** The version that the feed has. */
  readonly after: number;
  /** A read of DynamoDB that finds nothing costs half a unit: a second apart, 1.3 million a month, 0.16 dollars. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** Longer between looks while the ledger does not answer. */
const TROUBLE_FACTOR = 5;

/**
 * Feeds a ledger's news to pages until the signal. While the ledger cannot be read, pages are told why, and it is tried
 * again. After an operation that may have undone commits everything is read again.
 */
export async function watchLedger(ledger: LedgerReader, feed: LiveFeed, watching: Watching): Promise<void> {
  const { model, everyMs, signal } = watching;
  let after = watching.after;
  while (!signal.aborted) {
    let pause = everyMs;
    try {
      const news = await ledger.rowsAfter(model, after);
      if (news.some(({ operation }) => operation !== undefined)) {
        const all = await ledger.rowsAfter(model, 0);
        feed.restart(all);
        after = all[all.length - 1].version;
      } else {
        feed.take(news);
        after = news.at(-1)?.version ?? after;
      }
      feed.tell({ kind: 'following', message: undefined });
    } catch (error) {
      feed.tell({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
      pause *= TROUBLE_FACTOR;
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
