import type { Clock, RecordStream } from '../ports.ts';
import { putAll } from '../put-all.ts';
import { recordBatches } from './record-batches.ts';
import { type BrokenObject, type WaitingPorts, type WaitingRecords, waitingRecords } from './waiting-records.ts';

export interface RedrivePorts extends WaitingPorts {
  readonly stream: RecordStream;
  readonly clock: Clock;
}

/** What was sent again. */
export interface RedriveResult {
  /** Records put on the stream. */
  readonly records: number;
  /** Batches given up by Lambda, and quarantined records, that they were in. */
  readonly batches: number;
  readonly quarantined: number;
  /** Records among those sent that the definitions in force still cannot read: they come back into quarantine. */
  readonly unreadable: number;
  /** Quarantined records that were sent again before, came back, and still cannot be read: left where they are. */
  readonly inVain: number;
  /** Records that the stream refused at first and took later. */
  readonly retried: number;
  /** Objects that could not be read, and were left as they are. */
  readonly broken: readonly BrokenObject[];
}

/** Records gathered before they are put: as many as one call takes. */
const CHUNK_RECORDS = 500;
/** Marks under way at once. */
const CONCURRENCY = 16;

/**
 * Puts failed batches and quarantined records on the stream again, the oldest first.
 *
 * What was sent is marked after the stream has taken it. So whoever dies in between sends it once more, under the same
 * ids, by which the trainer knows it; what is marked is never sent again.
 *
 * @param model only this model's records; all if left out
 * @param onProgress called after each chunk, with the records sent so far
 */
export async function redrive(
  model: string | undefined,
  ports: RedrivePorts,
  onProgress: (records: number, objectsLeft: number) => void = () => {},
): Promise<RedriveResult> {
  const result = { records: 0, batches: 0, quarantined: 0, unreadable: 0, inVain: 0, retried: 0 };
  const broken: BrokenObject[] = [];
  const objects = await ports.failed.list(); // once: what comes back into quarantine meanwhile is for another time
  let chunk: WaitingRecords[] = [];
  const sendChunk = async (): Promise<void> => {
    result.retried += await sendAll(chunk, ports);
    for (const { object, records, unreadable } of chunk) {
      result.records += records.length;
      result.unreadable += unreadable;
      result[object.kind === 'batch' ? 'batches' : 'quarantined'] += 1;
    }
    chunk = [];
    onProgress(result.records, objects.length - result.batches - result.quarantined);
  };
  for await (const item of waitingRecords(objects, model, ports)) {
    if (item.kind === 'broken') broken.push(item);
    else if (item.inVain) result.inVain += 1;
    else chunk.push(item);
    if (chunk.reduce((sum, { records }) => sum + records.length, 0) >= CHUNK_RECORDS) await sendChunk();
  }
  if (chunk.length > 0) await sendChunk();
  return { ...result, broken };
}

async function sendAll(chunk: readonly WaitingRecords[], { stream, clock, failed }: RedrivePorts): Promise<number> {
  let retried = 0;
  for (const batch of recordBatches(chunk.flatMap(({ entries }) => entries))) {
    retried += await putAll(batch, stream, clock, () => false);
  }
  for (let i = 0; i < chunk.length; i += CONCURRENCY) {
    const group = chunk.slice(i, i + CONCURRENCY);
    await Promise.all(group.map(({ object, model }) => failed.markRedriven(object.key, model)));
  }
  return retried;
}
