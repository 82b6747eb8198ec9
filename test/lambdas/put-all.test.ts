import { describe, expect, it } from 'vitest';
import { putAll, StreamRefusedError } from '../../lambdas/put-all.ts';
import { ManualClock, neverUp, upAfter } from '../fakes/clock.ts';
import { FakeRecordStream } from '../fakes/record-stream.ts';

const entries = Array.from({ length: 6 }, (_, i) => ({ partitionKey: 'clicks', data: Uint8Array.of(i) }));
const namesOf = (batch: readonly { readonly data: Uint8Array }[]) => batch.map(({ data }) => data[0]);

describe('putAll', () => {
  it('puts a batch in one call when nothing is refused', async () => {
    const stream = new FakeRecordStream();
    const clock = new ManualClock();
    expect(await putAll(entries, stream, clock, neverUp)).toBe(0);
    expect(stream.calls).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  it('sends only the refused again, until they are taken, with growing pauses', async () => {
    const stream = new FakeRecordStream().refuse(1, (i) => i % 2 === 1).refuse(2, (i) => i !== 1);
    const clock = new ManualClock();
    expect(await putAll(entries, stream, clock, neverUp)).toBe(3 + 2);
    expect(stream.calls.map(namesOf)).toEqual([
      [0, 1, 2, 3, 4, 5],
      [1, 3, 5],
      [1, 5],
    ]);
    expect(namesOf(stream.taken).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(clock.sleeps).toEqual([50, 100]);
  });

  it('gives up after twelve tries, about 30 s, and says what the stream said', async () => {
    const stream = new FakeRecordStream();
    for (let nth = 1; nth <= 12; nth++) stream.refuse(nth, (i) => i === 0);
    const clock = new ManualClock();
    await expect(putAll(entries, stream, clock, neverUp)).rejects.toThrow(
      new StreamRefusedError('the stream refused 1 of 6 records: throughput exceeded'),
    );
    expect(stream.calls).toHaveLength(12);
    expect(clock.sleeps.reduce((sum, ms) => sum + ms)).toBe(50 + 100 + 200 + 400 + 800 + 1_600 + 3_200 + 4 * 5_000);
  });

  it('gives up at once when time is up', async () => {
    const stream = new FakeRecordStream().refuse(1, () => true).refuse(2, () => true);
    await expect(putAll(entries, stream, new ManualClock(), upAfter(1))).rejects.toThrow('refused 6 of 6 records');
    expect(stream.calls).toHaveLength(2);
  });

  it('throws what the stream throws when the outcome of a call is unknown', async () => {
    const stream = new FakeRecordStream().dieAfter(1, 3);
    await expect(putAll(entries, stream, new ManualClock(), neverUp)).rejects.toThrow('the connection was lost');
  });
});
