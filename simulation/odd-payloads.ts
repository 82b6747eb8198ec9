import { gzipSync } from 'node:zlib';
import { utf8 } from '../learning/utf8.ts';
import { RECORD_BYTES_MAX } from '../records/limits.ts';
import type { QuarantineReason } from '../records/record.ts';
import type { FailureRow } from './failure-table.ts';
import { goodPayload, type Payload } from './payloads.ts';

/** Bytes that a stream should not carry, each with the row of the table and what docs/wire-format.md says of it. */
interface Odd {
  readonly row: FailureRow;
  readonly data: Uint8Array;
  /** Nothing: it is read like any other. */
  readonly reason: QuarantineReason | undefined;
  /** The model that it names, where that can be read. */
  readonly model?: string;
}

const json = (X: string, y: string, more = '') => utf8(`{"model":"other","X":${X},"y":${y}${more}}`);
const binary = goodPayload('other', undefined, 1).data;
const patched = (at: number, value: number) => binary.with(at, value);

const odd: readonly Odd[] = [
  { row: 'P1', data: Uint8Array.of(0x7b, 0xff, 0xfe), reason: 'not-utf8' },
  { row: 'P2', data: utf8('{"X": oops'), reason: 'not-json' },
  { row: 'P2', data: utf8('{"X":[[NaN,1]],"y":[1]}'), reason: 'not-json' },
  { row: 'P3', data: utf8('[1,2]'), reason: 'wrong-shape' },
  { row: 'P3', data: json('[[1,2]]', '[1,0]'), reason: 'wrong-shape', model: 'other' },
  { row: 'P4', data: patched(4, 9), reason: 'unsupported-version' },
  { row: 'P4', data: utf8('{"model":"nobody","X":[[1,2]],"y":[1]}'), reason: 'unknown-model' },
  { row: 'P5', data: json('[[1,2,3]]', '[1]'), reason: 'wrong-width', model: 'other' },
  { row: 'P5', data: json('[[1,2],[1]]', '[1,0]'), reason: 'wrong-width', model: 'other' },
  { row: 'P6', data: json('[[1e400,2]]', '[1]'), reason: 'not-finite', model: 'other' },
  { row: 'P6', data: json('[["NaN",2]]', '[1]'), reason: 'not-a-number', model: 'other' },
  { row: 'P7', data: json('[[1,2]]', '[2]'), reason: 'bad-label', model: 'other' },
  { row: 'P8', data: json('[]', '[]'), reason: 'no-rows', model: 'other' },
  { row: 'P8', data: json('[[1,2],[3,4],[5,6]]', '[1,1,1]'), reason: undefined },
  { row: 'P8', data: rowsBeyondTheLimit(), reason: 'too-large', model: 'other' },
  { row: 'P9', data: gzipSync(Buffer.alloc(RECORD_BYTES_MAX + 1)), reason: 'too-large' },
  { row: 'P9', data: Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3), reason: 'bad-gzip' },
  { row: 'P10', data: utf8('['.repeat(50_000)), reason: 'wrong-shape' },
  {
    row: 'P11',
    data: utf8('{"__proto__":{"polluted":1},"X":[[1,2]],"y":[1]}'),
    reason: 'wrong-shape',
    model: 'clicks',
  },
  { row: 'P12', data: json('[[1,2]]', '[1]', ',"y":[0]'), reason: undefined },
  { row: 'P12', data: utf8('\ufeff{"model":"other","X":[[1,2]],"y":[1]}'), reason: undefined },
  { row: 'P12', data: json('[[1,2]]', '[1]', ',"id":"\\ud800"'), reason: 'bad-id', model: 'other' },
];

/** Odd records in turn; those that can be read have no id, so each is one of its own. */
export function oddPayload(number: number): Payload {
  const { row, data, reason, model = 'clicks' } = odd[number % odd.length];
  const truth =
    reason === undefined
      ? ({ kind: 'good', model: 'other', id: undefined, width: 2 } as const)
      : ({ kind: 'bad', model, reason } as const);
  return { partitionKey: String(number), data, truth, row, origin: undefined };
}

export const oddKinds = odd.length;

function rowsBeyondTheLimit(): Uint8Array {
  const bytes = binary.slice();
  new DataView(bytes.buffer).setUint32(8, 100_001, true);
  return bytes;
}
