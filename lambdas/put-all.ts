import type { Clock, RecordStream, StreamEntry } from './ports.ts';

/** 12 tries, 50 ms doubling to 5 s: gives up after about 30 s of a stream that takes nothing. */
const TRIES = 12;
const pauseMs = (attempt: number) => Math.min(50 * 2 ** attempt, 5_000);

/** The stream went on refusing entries. Those it took are on it; sending all again is right, their ids are known. */
export class StreamRefusedError extends Error {
  override readonly name = 'StreamRefusedError';
}

/**
 * Puts a batch on the stream. `PutRecords` may take some entries and refuse others: only those are sent again, after
 * a pause. They then come after records that stood behind them.
 *
 * @returns how many had to be sent again
 * @throws {StreamRefusedError} when some are still refused after 12 tries, or when time is up.
 */
export async function putAll(
  batch: readonly StreamEntry[],
  stream: RecordStream,
  clock: Clock,
  timeIsUp: () => boolean,
): Promise<number> {
  let left = batch;
  let retried = 0;
  for (let attempt = 0; ; attempt++) {
    const refused = await stream.put(left);
    if (refused.length === 0) return retried;
    if (attempt + 1 === TRIES || timeIsUp()) {
      throw new StreamRefusedError(
        `the stream refused ${refused.length} of ${batch.length} records: ${refused[0].reason}`,
      );
    }
    left = refused.map(({ index }) => left[index]);
    retried += left.length;
    await clock.sleepMs(pauseMs(attempt));
  }
}
