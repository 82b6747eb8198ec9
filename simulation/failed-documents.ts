import type { StreamRecord } from '../lambdas/ports.ts';
import type { Rejection } from '../records/record.ts';

/** What the trainer puts away of a record that it cannot read: lambdas/aws/s3-quarantine.ts. */
export function quarantineDocument({ shardId, sequenceNumber, data }: StreamRecord, rejection: Rejection) {
  return { ...rejection, shardId, sequenceNumber: String(sequenceNumber), data: base64(data) };
}

/** Lambda's own account of a batch that it gives up, as its guide shows it. */
export function invocationRecord(records: readonly (StreamRecord & { readonly partitionKey?: string })[]) {
  const payload = {
    Records: records.map(({ shardId, sequenceNumber, data, partitionKey = 'a key' }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber: String(sequenceNumber),
        data: base64(data),
        approximateArrivalTimestamp: 1_767_225_600.5,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/trainer',
      awsRegion: 'us-east-2',
      eventSourceARN: 'arn:aws:kinesis:us-east-2:123456789012:stream/records',
    })),
  };
  return {
    requestContext: {
      requestId: 'c9b8fa9f-5a7f-4af9-af9c-0c604cde93a5',
      functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:trainer',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2026-01-07T00:00:00.000Z',
    KinesisBatchInfo: {
      shardId: records[0]?.shardId,
      startSequenceNumber: String(records[0]?.sequenceNumber),
      endSequenceNumber: String(records.at(-1)?.sequenceNumber),
      approximateArrivalOfFirstRecord: '2026-01-01T00:00:00.500Z',
      approximateArrivalOfLastRecord: '2026-01-01T00:00:00.500Z',
      batchSize: records.length,
      streamArn: 'arn:aws:kinesis:us-east-2:123456789012:stream/records',
    },
    payload,
  };
}

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64');
}
