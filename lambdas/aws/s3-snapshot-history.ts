import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { keys } from '../contract.ts';
import type { KeptVersion, SnapshotHistory } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** Earlier versions of snapshots, which the bucket keeps for `historyDays` after they were replaced or deleted. */
export class S3SnapshotHistory implements SnapshotHistory {
  readonly #client = new S3Client({ ...clientSettings, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /** S3 lists the versions of a key with the newest first; markers of deletions are listed apart. */
  async versions(model: string): Promise<readonly KeptVersion[]> {
    const found: KeptVersion[] = [];
    const key = keys.snapshot(model);
    const request = { Bucket: this.#bucket, Prefix: key };
    let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (from !== undefined) {
      const page: ListObjectVersionsCommandOutput = await this.#client.send(
        new ListObjectVersionsCommand({ ...request, ...from }),
      );
      for (const { Key, VersionId, LastModified } of page.Versions ?? []) {
        if (Key !== key || VersionId === undefined) continue; // the prefix may be that of other keys too
        found.push({ id: VersionId, writtenAtMs: LastModified?.getTime() ?? 0 });
      }
      const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      from = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }
    return found;
  }

  async read(model: string, id: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: keys.snapshot(model), VersionId: id }),
    );
    if (Body === undefined) throw new Error(`${keys.snapshot(model)}, version ${id}: S3 answered without a body`);
    return Body.transformToByteArray();
  }
}
