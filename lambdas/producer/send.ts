import { encodeRecord } from '../../records/encode.ts';
import { scenarios } from '../../records/scenarios/table.ts';
import type { Clock, RecordStream, StreamEntry } from '../ports.ts';
import { putAll } from '../put-all.ts';
import { CALL_RECORDS_MAX, type SendOrder } from './order.ts';
import { recordBatches } from './record-batches.ts';

/** How far a run got; `next` is where a further call goes on. */
export interface SendResult {
  readonly next: number;
  readonly complete: boolean;
  readonly records: number;
  readonly rows: number;
  readonly bytes: number;
  /** Records that the stream refused at first and took later. */
  readonly retried: number;
}

/**
 * Sends records of a scenario to the stream, in full batches. Stops in time, or after as many records as a call may
 * send, and says how far it got.
 *
 * A record's id is made of the run and its number. So a call that dies in the middle loses nothing: call again with
 * the same order, and the trainer knows what it has already.
 */
export async function sendScenario(
  order: SendOrder,
  stream: RecordStream,
  clock: Clock,
  timeIsUp: () => boolean,
): Promise<SendResult> {
  const result = { next: order.from, records: 0, rows: 0, bytes: 0, retried: 0 };
  for (const batch of recordBatches(entriesOf(order))) {
    if (timeIsUp() || result.records + batch.length > CALL_RECORDS_MAX) break;
    result.retried += await putAll(batch, stream, clock, timeIsUp);
    result.next += batch.length;
    result.records += batch.length;
    for (const { rows, data } of batch) {
      result.rows += rows;
      result.bytes += data.length;
    }
  }
  return { ...result, complete: result.next >= order.to };
}

function* entriesOf({ scenario, seed, run, from, to, length }: SendOrder): Generator<StreamEntry & { rows: number }> {
  const { model, encoding, rows: rowsOf } = scenarios[scenario];
  for (let index = from; index < to; index++) {
    const rows = rowsOf(seed, index, length);
    const data = encodeRecord({ model, id: `${scenario}-${seed}-${run}-${index}`, rows }, encoding);
    yield { partitionKey: model, data, rows: rows.count };
  }
}
