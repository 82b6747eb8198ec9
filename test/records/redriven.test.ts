import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { decodeRecord } from '../../records/decode.ts';
import { originId, unwrapRedriven, wrapRedriven } from '../../records/redriven.ts';
import { definitionOf } from '../builders/definition.ts';
import { bytesOf, unreadable } from '../builders/stream.ts';

const schemas = new Map([['clicks', definitionOf()]]);
const decode = (bytes: Uint8Array) => decodeRecord(bytes, schemas, gunzip);
const id = originId({ shardId: 'shardId-000000000000', sequenceNumber: 10n ** 55n });
const again = (record: Uint8Array) => wrapRedriven({ id, record });

describe('a record that is sent again', () => {
  it.each([
    ['binary', bytesOf({ id: null })],
    ['JSON', bytesOf({ id: null, encoding: 'json' })],
    ['compressed', gzipSync(bytesOf({ id: null, encoding: 'json' }))],
  ])('is what it was, with the id that it is sent under: %s', (_, record) => {
    const first = decode(record);
    expect(first).toMatchObject({ kind: 'record' });
    expect(decode(again(record))).toEqual(
      first.kind === 'record' && { kind: 'record', record: { id, ...first.record } },
    );
  });

  it('keeps an id of its own', () => {
    expect(decode(again(bytesOf({ name: 'mine' })))).toEqual(decode(bytesOf({ name: 'mine' })));
  });

  it('that cannot be read is refused for the same reason', () => {
    expect(decode(again(unreadable))).toEqual(decode(unreadable));
  });

  it('holds the very bytes that came', () => {
    expect(unwrapRedriven(again(unreadable))).toEqual({ id, record: unreadable });
  });

  it.each([
    ['a header that is cut', again(unreadable).subarray(0, 6), 'truncated'],
    ['an id that is cut', again(unreadable).subarray(0, 20), 'truncated'],
    ['a later version', again(unreadable).with(4, 2), 'unsupported-version'],
    ['no id', wrapRedriven({ id: '', record: unreadable }), 'bad-id'],
    ['an id that is too long', wrapRedriven({ id: 'x'.repeat(257), record: unreadable }), 'bad-id'],
    ['an id that is not UTF-8', again(unreadable).with(8, 0xff), 'not-utf8'],
    ['a wrapping in a wrapping', again(again(unreadable)), 'wrong-shape'],
    ['nothing in it', again(new Uint8Array()), 'not-json'],
  ])('is refused with %s', (_, bytes, reason) => {
    expect(decode(bytes)).toMatchObject({ kind: 'rejected', rejection: { reason } });
  });
});
