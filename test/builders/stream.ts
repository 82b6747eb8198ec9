import type { StreamRecord } from '../../lambdas/ports.ts';
import { type Encoding, encodeRecord } from '../../records/encode.ts';
import { encodeLabels } from '../../records/labels.ts';
import { rowsOf } from './rows.ts';

export const SHARD = 'shardId-000000000000';

/** The bytes of a record of four rows with an id of its own. */
export function bytesOf({
  model = 'clicks',
  name = 'r0' as string,
  id = name as string | null,
  rows = rowsOf(4, { seed: name }),
  encoding = 'binary' as Encoding,
} = {}): Uint8Array {
  return encodeRecord({ model, ...(id === null ? {} : { id }), rows }, encoding);
}

/** The bytes of a record of labels; an id alone is a positive. */
export function labelBytes(
  labels: readonly (string | readonly [id: string, label: 0 | 1])[],
  { model = 'clicks', id = undefined as string | undefined } = {},
): Uint8Array {
  const given = labels.map((one) => (typeof one === 'string' ? ([one, 1] as const) : one));
  return encodeLabels({ model, ...(id && { id }), labels: given.map(([id, label]) => ({ id, label })) });
}

/** What a shard delivers: the given data under sequence numbers that go up by one. */
export function delivered(
  data: readonly Uint8Array[],
  { shardId = SHARD, from = 1n }: { shardId?: string; from?: bigint } = {},
): StreamRecord[] {
  return data.map((bytes, index) => ({ shardId, sequenceNumber: from + BigInt(index), data: bytes }));
}

/** Good records of one shard, each of four rows. */
export function goodRecords(count: number, { shardId = SHARD, from = 1n, model = 'clicks' } = {}): StreamRecord[] {
  const data = Array.from({ length: count }, (_, i) => bytesOf({ model, name: `${shardId}/${from + BigInt(i)}` }));
  return delivered(data, { shardId, from });
}

export const unreadable = new TextEncoder().encode('{"X": oops');
