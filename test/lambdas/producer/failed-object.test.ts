import { describe, expect, it } from 'vitest';
import type { FailedObject } from '../../../lambdas/ports.ts';
import { FailedObjectError, readFailedObject } from '../../../lambdas/producer/failed-object.ts';
import { invocationRecord } from '../../../simulation/failed-documents.ts';
import { delivered, goodRecords, unreadable } from '../../builders/stream.ts';
import { FakeFailedRecords } from '../../fakes/failed-records.ts';

const records = goodRecords(3);
const stored: Omit<FailedObject, 'kind'> = { key: 'aws/lambda/1', storedAtMs: 5, redriven: new Set() };
const read = (kind: FailedObject['kind'], document: unknown) =>
  readFailedObject({ ...stored, kind }, new TextEncoder().encode(JSON.stringify(document)));

describe('a batch that Lambda gave up', () => {
  const given = invocationRecord(records);

  it.each([
    ['an object', given.payload],
    ['JSON in a string', JSON.stringify(given.payload)],
  ])('tells its records, why and when, with its payload as %s', (_, payload) => {
    expect(read('batch', { ...given, payload })).toEqual({
      reason: 'given up by Lambda: RetryAttemptsExhausted after 3 calls, the last of which ended with Unhandled',
      atMs: Date.parse('2026-01-07T00:00:00.000Z'),
      records: records.map(({ data, ...place }) => ({ ...place, data: Buffer.from(data), partitionKey: 'a key' })),
    });
  });

  it('is read without all that only people read', () => {
    const Records = given.payload.Records.map(({ kinesis: { sequenceNumber, data } }) => ({
      kinesis: { sequenceNumber, data },
    }));
    const bare = read('batch', { KinesisBatchInfo: { shardId: 'shardId-000000000007' }, payload: { Records } });
    expect(bare).toMatchObject({ reason: 'given up by Lambda: it does not say why', atMs: 5 });
    expect(bare.records.map(({ shardId }) => shardId)).toEqual(Array(3).fill('shardId-000000000007'));
  });

  const [first] = given.payload.Records;
  it.each([
    ['no JSON in its payload', { ...given, payload: '{"Records": [' }, /^aws\/lambda\/1: payload: expected JSON: /],
    [
      'no payload, as to a queue',
      { ...given, payload: undefined },
      'aws/lambda/1: payload: expected the event with the records, as an object or as JSON in a string',
    ],
    ['no records', { ...given, payload: { Records: [] } }, /^aws\/lambda\/1: Records: /],
    [
      'a sequence number that is none',
      { ...given, payload: { Records: [{ ...first, kinesis: { ...first.kinesis, sequenceNumber: '-1' } }] } },
      'aws/lambda/1: Records.0.kinesis.sequenceNumber: expected a sequence number',
    ],
    [
      'data that is not base64',
      { ...given, payload: { Records: [{ ...first, kinesis: { ...first.kinesis, data: '%' } }] } },
      /^aws\/lambda\/1: Records\.0\.kinesis\.data: /,
    ],
    [
      'no shard',
      { payload: { Records: [{ kinesis: first.kinesis }] } },
      'aws/lambda/1: Records[0]: expected an eventID or KinesisBatchInfo.shardId, got neither',
    ],
    ['another document', ['something else'], /^aws\/lambda\/1: /],
  ])('is refused with %s, by the name of the object', (_, document, message) => {
    expect(() => read('batch', document)).toThrow(FailedObjectError);
    expect(() => read('batch', document)).toThrow(message);
  });
});

describe('a record in quarantine', () => {
  it('tells itself, why and when', async () => {
    const failed = new FakeFailedRecords();
    const [record] = delivered([unreadable], { from: 10n ** 55n });
    const key = failed.quarantine(record, { reason: 'not-json', detail: 'expected JSON, got "{"' });
    const content = readFailedObject({ ...stored, kind: 'record' }, await failed.read(key));
    expect(content).toEqual({
      reason: 'not-json: expected JSON, got "{"',
      atMs: 5,
      records: [{ ...record, data: Buffer.from(unreadable) }],
    });
  });

  it('is refused when it is something else', () => {
    expect(() => read('record', { reason: 'not-json' })).toThrow(/^aws\/lambda\/1: detail: /);
  });
});
