import { describe, expect, it } from 'vitest';
import { LiveFeed } from '../../../cli/live/live-feed.ts';
import { type LedgerReader, watchLedger } from '../../../cli/live/watch-ledger.ts';
import type { LedgerRow } from '../../../learning/snapshot/ledger-row.ts';
import { ledgerRow, tourLedger } from '../../report/ledger-builder.ts';

const { rows } = tourLedger(60, 12);

/** Watches a ledger that answers each look in turn, and ends with the last. */
async function watched(
  looks: readonly (readonly LedgerRow[] | Error)[],
): Promise<{ feed: LiveFeed; states: string[] }> {
  const [feed, controller, states] = [new LiveFeed(), new AbortController(), [] as string[]];
  feed.onChange(() => states.push(JSON.parse(feed.state().data).kind));
  let look = -1;
  const ledger: LedgerReader = {
    async rowsAfter(_, version) {
      if (version > 0 || look < 0) look += 1;
      if (look >= looks.length - 1) controller.abort();
      const answer = looks[look];
      if (answer instanceof Error) throw answer;
      return answer.filter((row) => row.version > version);
    },
  };
  await watchLedger(ledger, feed, { model: 'clicks', after: 0, everyMs: 1, signal: controller.signal });
  return { feed, states };
}

describe('watching a ledger', () => {
  it('feeds what is new, and nothing twice', async () => {
    const { feed } = await watched([rows.slice(0, 4), rows.slice(0, 4), rows.slice(0, 9)]);

    expect(feed.history).toMatchObject({ commits: 9, totals: { version: 9 } });
  });

  it('tells why a ledger cannot be read, goes on, and tells when it can', async () => {
    const { feed, states } = await watched([rows.slice(0, 4), new Error('throttled'), rows.slice(0, 5)]);

    expect(states).toContain('trouble');
    expect(JSON.parse(feed.state().data)).toMatchObject({ kind: 'following' });
    expect(feed.history.commits).toBe(5);
  });

  it('tells all from the beginning after a restore, without what that undid', async () => {
    const restored = ledgerRow({ version: 6, segments: [], operation: { kind: 'restored', from: 2 } });
    const { feed } = await watched([rows.slice(0, 5), [...rows.slice(0, 5), restored]]);

    expect(feed.place).toEqual({ version: 6, telling: 1 });
    expect(feed.history.segments.length).toBe(10); // of versions 1 and 2
    expect(feed.history.latest.at(-1)?.operation).toEqual({ kind: 'restored', from: 2 });
  });
});
