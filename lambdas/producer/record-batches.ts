import type { StreamEntry } from '../ports.ts';

/** Kinesis takes 500 records, and 5 MB with their keys, in one call. */
const RECORDS_MAX = 500;
const BYTES_MAX = 5_000_000;

/** Groups entries into calls as full as Kinesis takes them, in order; only one batch is in memory. */
export function* recordBatches<Entry extends StreamEntry>(entries: Iterable<Entry>): Generator<Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const length = entry.data.length + Buffer.byteLength(entry.partitionKey);
    if (batch.length === RECORDS_MAX || (batch.length > 0 && bytes + length > BYTES_MAX)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}
