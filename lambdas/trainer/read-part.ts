import { decodeRecord, type Gunzip } from '../../records/decode.ts';
import { PART_BYTES_MAX } from '../../records/limits.ts';
import type { TrainingRecord } from '../../records/record.ts';
import type { Schemas } from '../../records/schema.ts';
import type { StreamRecord } from '../ports.ts';
import type { ReadRecord } from './advance.ts';

/**
 * Decodes records of a batch in order, until there are no more or they hold more than `PART_BYTES_MAX`: gzip makes 30 GB
 * of the 6 MB that Lambda hands over at once. At least one, so that every batch gets through.
 *
 * What a record that is refused took while it was read counts too, so that the time a part takes is bounded as well.
 */
export function readPart(
  batch: readonly StreamRecord[],
  from: number,
  schemas: Schemas,
  gunzip: Gunzip,
): readonly ReadRecord[] {
  const part: ReadRecord[] = [];
  let bytes = 0;
  const metered: Gunzip = (data, bytesMax) => {
    bytes += bytesMax; // all of it, should it throw
    const expanded = gunzip(data, bytesMax);
    bytes += expanded.length - bytesMax;
    return expanded;
  };
  for (let i = from; i < batch.length && bytes < PART_BYTES_MAX; i++) {
    const source = batch[i];
    const decoded = decodeRecord(source.data, schemas, metered);
    bytes += source.data.length;
    if (decoded.kind === 'record') bytes += rowBytes(decoded.record);
    part.push({ source, decoded });
  }
  return part;
}

/** Labels bring a row each, once they are joined. */
function rowBytes({ rows: { X, y, width }, labels = [] }: TrainingRecord): number {
  return X.byteLength + y.byteLength + labels.length * (8 * width + 1);
}
