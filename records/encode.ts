import { encodeBinary } from './binary.ts';
import { encodeJson } from './json.ts';
import { encodeLabels } from './labels.ts';
import type { TrainingRecord } from './record.ts';

export type Encoding = 'json' | 'binary';

/** A record's bytes for the stream; of labels alone there is one encoding. */
export function encodeRecord(record: TrainingRecord, encoding: Encoding): Uint8Array {
  const { labels, ...named } = record;
  if (labels !== undefined) return encodeLabels({ ...named, labels });
  return encoding === 'binary' ? encodeBinary(record) : encodeJson(record);
}
