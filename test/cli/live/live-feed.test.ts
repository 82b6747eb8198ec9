import { describe, expect, it } from 'vitest';
import { LiveFeed } from '../../../cli/live/live-feed.ts';
import { ledgerRow, segmentResult, tourLedger } from '../../report/ledger-builder.ts';

const { rows } = tourLedger(60, 12);

function feedOf(count: number): LiveFeed {
  const feed = new LiveFeed(() => 1_000);
  feed.take(rows.slice(0, count));
  return feed;
}

describe('the feed of a live page', () => {
  it('gives a page the rows after its version, and none that it has', () => {
    const feed = feedOf(12);

    const event = feed.since({ version: 9, telling: 0 });

    expect(event).toMatchObject({ name: 'rows', place: { version: 12, telling: 0 } });
    expect(JSON.parse(event?.data ?? '').map((row: { version: number }) => row.version)).toEqual([10, 11, 12]);
    expect(feed.since({ version: 12, telling: 0 })).toBeUndefined();
  });

  it('gives the whole history to a page of an earlier telling, or of another run', () => {
    const feed = feedOf(12);

    expect(feed.since({ version: 0, telling: -1 })?.name).toBe('history');
    expect(feed.since({ version: 900, telling: 0 })?.name).toBe('history');
    feed.restart(rows.slice(0, 5));
    expect(feed.since({ version: 12, telling: 0 })).toMatchObject({
      name: 'history',
      place: { version: 5, telling: 1 },
    });
  });

  it('gives it to a page that lacks more than is kept of the latest rows', () => {
    const feed = new LiveFeed();
    const long = tourLedger(3_000, 300).rows;
    for (const row of long) feed.take([row]);

    expect(feed.since({ version: 10, telling: 0 })?.name).toBe('history');
    expect(feed.since({ version: 290, telling: 0 })?.name).toBe('rows');
  });

  it('sends little for one more segment, however long the history is', () => {
    const feed = new LiveFeed();
    feed.take(tourLedger(10_000, 100).rows);
    feed.take([ledgerRow({ version: 101, segments: [segmentResult({ segment: 10_001 })] })]);

    expect(feed.since({ version: 100, telling: 0 })?.data.length).toBeLessThan(400);
  });

  it('calls its listeners on what is new only, until they leave', () => {
    const feed = feedOf(1);
    let calls = 0;
    const leave = feed.onChange(() => {
      calls += 1;
    });

    feed.take([]);
    feed.tell({ kind: 'following' });
    expect(calls).toBe(0);
    feed.take([rows[1]]);
    feed.tell({ kind: 'trouble', message: 'throttled' });
    feed.tell({ kind: 'trouble', message: 'throttled' });
    expect(calls).toBe(2);
    leave();
    feed.take([rows[2]]);
    expect(calls).toBe(2);
  });
});
