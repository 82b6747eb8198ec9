import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Rejection } from '../../records/record.ts';
import { keys } from '../contract.ts';
import type { Quarantine, StreamRecord } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** One JSON object for each record that cannot be read, whole, with the reason. */
export class S3Quarantine implements Quarantine {
  readonly #client = new S3Client({ ...clientSettings, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async put({ shardId, sequenceNumber, data }: StreamRecord, rejection: Rejection): Promise<void> {
    const number = String(sequenceNumber);
    const body = { ...rejection, shardId, sequenceNumber: number, data: Buffer.from(data).toString('base64') };
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: keys.quarantine(shardId, number),
        Body: JSON.stringify(body),
        ContentType: 'application/json',
      }),
    );
  }
}
