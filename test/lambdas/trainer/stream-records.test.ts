import type { KinesisStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { streamRecords } from '../../../lambdas/trainer/stream-records.ts';

const event = (eventID: string, sequenceNumber: string, data = ''): KinesisStreamEvent => ({
  Records: [
    {
      awsRegion: 'eu-central-1',
      eventID,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: 'arn:aws:kinesis:eu-central-1:123456789012:stream/records',
      eventVersion: '1.0',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/trainer',
      kinesis: {
        approximateArrivalTimestamp: 1,
        data,
        kinesisSchemaVersion: '1.0',
        partitionKey: 'clicks',
        sequenceNumber,
      },
    },
  ],
});

describe('streamRecords', () => {
  it('reads shard, sequence number and bytes of an event', () => {
    const number = '49590338271490256608559692538361571095921575989136588898';
    const data = Buffer.from('{"X":[[1]]}').toString('base64');
    expect(streamRecords(event(`shardId-000000000006:${number}`, number, data))).toEqual([
      { shardId: 'shardId-000000000006', sequenceNumber: BigInt(number), data: Buffer.from('{"X":[[1]]}') },
    ]);
  });

  it('keeps every digit of a sequence number of 129', () => {
    const number = `1${'0'.repeat(127)}1`;
    const [{ sequenceNumber }] = streamRecords(event(`shardId-000000000000:${number}`, number));
    expect(String(sequenceNumber)).toBe(number);
  });
});
