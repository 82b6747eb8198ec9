import type { KinesisStreamEvent } from 'aws-lambda';
import type { StreamRecord } from '../ports.ts';

/** The records of an event. An event id is the shard's name, a colon, and the sequence number. */
export function streamRecords(event: KinesisStreamEvent): StreamRecord[] {
  return event.Records.map(({ eventID, kinesis }) => ({
    shardId: eventID.slice(0, eventID.lastIndexOf(':')),
    sequenceNumber: BigInt(kinesis.sequenceNumber),
    data: Buffer.from(kinesis.data, 'base64'),
  }));
}
