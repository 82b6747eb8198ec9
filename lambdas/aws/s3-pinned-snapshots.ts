import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { keys } from '../contract.ts';
import type { PinnedSnapshots } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** Copies of versions that models are pinned to, beside the snapshots: current objects, which the bucket keeps. */
export class S3PinnedSnapshots implements PinnedSnapshots {
  readonly #client = new S3Client({ ...clientSettings, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async put(model: string, version: number, bytes: Uint8Array): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: keys.pinned(model, version), Body: bytes }),
    );
  }

  async get(model: string, version: number): Promise<Uint8Array | undefined> {
    const key = keys.pinned(model, version);
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      if (Body === undefined) throw new Error(`${key}: S3 answered without a body`);
      return await Body.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}
