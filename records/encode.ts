import { encodeBinary } from './binary.ts';
import { encodeJson } from './json.ts';
import type { TrainingRecord } from './record.ts';

export type Encoding = 'json' | 'binary';

/** A record's bytes for the stream. */
export function encodeRecord(record: TrainingRecord, encoding: Encoding): Uint8Array {
  return encoding === 'binary' ? encodeBinary(record) : encodeJson(record);
}
