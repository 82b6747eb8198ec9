import { keys } from '../../lambdas/contract.ts';
import type { FailedObject, FailedRecords, StreamRecord } from '../../lambdas/ports.ts';
import type { Rejection } from '../../records/record.ts';

/** A bucket of failed batches and quarantined records in memory. */
export class FakeFailedRecords implements FailedRecords {
  readonly marks = new Set<string>();
  reads = 0;
  readonly #objects = new Map<string, { kind: FailedObject['kind']; body: string }>();

  async list(): Promise<readonly FailedObject[]> {
    return [...this.#objects].map(([key, { kind }], index) => ({
      key,
      kind,
      storedAtMs: index,
      redriven: this.#marksOf(key),
    }));
  }

  async read(key: string): Promise<Uint8Array> {
    this.reads += 1;
    return new TextEncoder().encode(this.#objects.get(key)?.body);
  }

  async markRedriven(key: string, model: string): Promise<void> {
    this.marks.add(`${key}/${model}`);
  }

  /** As the trainer puts away a record that it cannot read. */
  quarantine({ shardId, sequenceNumber, data }: StreamRecord, rejection: Rejection): string {
    const body = { ...rejection, shardId, sequenceNumber: String(sequenceNumber), data: base64(data) };
    return this.add('record', keys.quarantine(shardId, String(sequenceNumber)), JSON.stringify(body));
  }

  /** As Lambda puts away a batch that it gives up. */
  giveUp(records: readonly StreamRecord[], name = String(this.#objects.size)): string {
    return this.add('batch', `${keys.failedBatches}mapping/${name}`, JSON.stringify(invocationRecord(records)));
  }

  add(kind: FailedObject['kind'], key: string, body: string): string {
    this.#objects.set(key, { kind, body });
    return key;
  }

  #marksOf(key: string): ReadonlySet<string> {
    const own = [...this.marks].filter((mark) => mark.slice(0, mark.lastIndexOf('/')) === key);
    return new Set(own.map((mark) => mark.slice(key.length + 1)));
  }
}

/** Lambda's own account of a batch that it gives up, as its guide shows it. */
export function invocationRecord(records: readonly StreamRecord[]) {
  const payload = {
    Records: records.map(({ shardId, sequenceNumber, data }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'a key',
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
