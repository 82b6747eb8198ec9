import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { keys } from '../contract.ts';
import type { PutOutcome, SnapshotStore, StoredSnapshot } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** Snapshots in a versioned bucket, committed by conditional writes. */
export class S3SnapshotStore implements SnapshotStore {
  readonly #client = new S3Client({ ...clientSettings, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async get(model: string): Promise<StoredSnapshot | undefined> {
    try {
      const object = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: keys.snapshot(model) }));
      if (object.Body === undefined || object.ETag === undefined) {
        throw new Error(`${keys.snapshot(model)}: S3 answered without a body or an ETag`);
      }
      return { bytes: await object.Body.transformToByteArray(), etag: object.ETag };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async put(model: string, bytes: Uint8Array, etag: string | undefined): Promise<PutOutcome> {
    const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
    try {
      const { ETag } = await this.#client.send(
        new PutObjectCommand({ Bucket: this.#bucket, Key: keys.snapshot(model), Body: bytes, ...condition }),
      );
      return ETag === undefined
        ? { kind: 'unknown', cause: new Error('S3 answered without an ETag') }
        : { kind: 'committed', etag: ETag };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

/**
 * What became of a write that threw. 404 is what S3 says to `If-Match` on a key that is gone. A 4xx besides these is a definite no, which waits for
 * somebody to mend it; all else, lost connections included, may have been applied.
 */
export function outcomeOf(error: unknown): PutOutcome {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 412 || status === 404) return { kind: 'conflict' };
  if (status === 409) return { kind: 'busy' };
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) throw error;
  return { kind: 'unknown', cause: error };
}
