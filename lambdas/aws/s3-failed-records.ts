import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { keys } from '../contract.ts';
import type { FailedObject, FailedRecords } from '../ports.ts';
import { clientSettings } from './client-settings.ts';

/** Batches that Lambda gave up and records in quarantine, and marks beside them for what was sent again. */
export class S3FailedRecords implements FailedRecords {
  readonly #client = new S3Client({ ...clientSettings, forcePathStyle: true });
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async list(): Promise<readonly FailedObject[]> {
    const marks = redrivenModels((await this.#listed(keys.redrivenMarks)).map(({ key }) => key));
    const batches = await this.#listed(keys.failedBatches);
    const records = await this.#listed(keys.quarantined);
    const of = (kind: FailedObject['kind'], objects: typeof batches): FailedObject[] =>
      objects.map((object) => ({ ...object, kind, redriven: marks.get(object.key) ?? new Set() }));
    return [...of('batch', batches), ...of('record', records)];
  }

  async read(key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (Body === undefined) throw new Error(`${key}: S3 answered without a body`);
    return Body.transformToByteArray();
  }

  async markRedriven(key: string, model: string): Promise<void> {
    const Body = new Uint8Array(); // of an empty text the SDK cannot tell the length, and says so on standard error
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: keys.redriven(key, model), Body }));
  }

  async #listed(prefix: string): Promise<{ key: string; storedAtMs: number }[]> {
    const found: { key: string; storedAtMs: number }[] = [];
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      found.push(
        ...Contents.map(({ Key = '', LastModified }) => ({ key: Key, storedAtMs: LastModified?.getTime() ?? 0 })),
      );
    }
    return found;
  }
}

/** Models by the key of the object whose records were sent again. */
export function redrivenModels(marks: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const models = new Map<string, Set<string>>();
  for (const mark of marks) {
    const slash = mark.lastIndexOf('/');
    const key = mark.slice(keys.redrivenMarks.length, slash);
    models.set(key, (models.get(key) ?? new Set()).add(mark.slice(slash + 1)));
  }
  return models;
}
