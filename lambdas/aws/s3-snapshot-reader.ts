import { GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { keys } from '../contract.ts';
import type { Look, SnapshotReader } from '../ports.ts';

/** Somebody waits for the answer: who has an older snapshot in hand serves that, rather than to wait any longer. */
const hasty = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** Snapshots in a bucket, read only when they have changed. */
export class S3SnapshotReader implements SnapshotReader {
  readonly #client = new S3Client({ ...hasty, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async look(model: string, etag: string | undefined): Promise<Look> {
    const Key = keys.snapshot(model);
    try {
      const object = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key, IfNoneMatch: etag }));
      if (object.Body === undefined || object.ETag === undefined) {
        throw new Error(`${Key}: S3 answered without a body or an ETag`);
      }
      return { kind: 'read', stored: { bytes: await object.Body.transformToByteArray(), etag: object.ETag } };
    } catch (error) {
      if (error instanceof NoSuchKey) return { kind: 'none' };
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 304 && etag !== undefined) return { kind: 'unchanged' };
      throw error;
    }
  }
}
