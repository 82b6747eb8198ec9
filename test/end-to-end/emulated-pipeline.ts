import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { findDeployment } from '../../cli/deployment.ts';
import { childEnvironment, useEndpoint } from '../../cli/environment.ts';
import { deployStacks } from '../../cli/local/cdk.ts';
import { installMinistack } from '../../cli/local/install-ministack.ts';
import { startMinistack } from '../../cli/local/ministack.ts';
import { DynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { keys, stackNames } from '../../lambdas/contract.ts';
import type { Overrides } from '../../lambdas/definitions.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { Checkpoints } from '../../learning/snapshot/checkpoints.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';

export const STAGE = 'local';

/** ministack 1.5.33 breaks off an HTTP/2 answer at 64 KiB; a record of the tests is up to 40 kB in base64. */
const READ_AT_ONCE = 1;

/** Its sequence numbers begin with zeros, and it compares them as text. */
const SEQUENCE_NUMBER_DIGITS = 30;

/** The emulator with both stacks of stage `local` deployed to it, by the project's own means. */
export async function deployToEmulator(
  overrides: Overrides = {},
): Promise<{ endpoint: string; deployment: Deployment }> {
  const endpoint = await startMinistack(await installMinistack());
  useEndpoint(endpoint);
  await deployStacks(STAGE, overrides);
  return { endpoint, deployment: await findDeployment(STAGE) };
}

/** A program of `bin/`, what it says left out; its exit status. */
export async function runBin(program: string, ...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [`bin/${program}`, ...args], { env: childEnvironment(), stdio: 'ignore' });
  const [status] = await once(child, 'close');
  return status;
}

/** `npm run destroy` of the pipeline stack; the state stays. */
export async function destroyPipeline(): Promise<void> {
  expect(await runBin('destroy.ts', stackNames(STAGE).pipeline, '--force')).toBe(0);
}

/** Looks again and again until something holds; says what was awaited when it does not within the time. */
export async function eventually<Result>(
  awaited: string,
  look: () => Promise<Result | undefined>,
  limitMs = 60_000,
): Promise<Result> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > giveUpAt) throw new Error(`waited ${limitMs / 1000} s for ${awaited}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** All rows of a model's ledger. */
export function ledgerOf(deployment: Deployment, model: string): Promise<LedgerRow[]> {
  return new DynamoLedger(deployment.ledger).rowsAfter(model, 0);
}

/** Every version of a model's snapshot that the bucket has kept, the oldest first. */
export async function snapshotVersions({ modelBucket }: Deployment, model: string): Promise<Uint8Array[]> {
  const s3 = new S3Client({});
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: modelBucket, Prefix: keys.snapshot(model) }));
  const versions = (listed.Versions ?? []).toReversed(); // S3 lists the newest first
  return Promise.all(
    versions.map(async ({ VersionId }) => {
      const Key = keys.snapshot(model);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: modelBucket, Key, VersionId }));
      return (await Body?.transformToByteArray()) as Uint8Array;
    }),
  );
}

/** What is in quarantine, by sequence number. */
export async function quarantined({
  quarantineBucket,
}: Deployment): Promise<Map<string, { reason: string; data: string }>> {
  const s3 = new S3Client({});
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: quarantineBucket, Prefix: 'quarantine/' }));
  const found = await Promise.all(
    (listed.Contents ?? []).map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: quarantineBucket, Key }));
      return JSON.parse((await Body?.transformToString()) as string);
    }),
  );
  return new Map(found.map((object) => [object.sequenceNumber, object]));
}

/** All records that the stream holds, or those after the checkpoints given, shard by shard, in order. */
export async function streamContent({ stream }: Deployment, after = new Checkpoints()): Promise<StreamRecord[]> {
  const kinesis = new KinesisClient({});
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }));
  const records: StreamRecord[] = [];
  const last = new Map(
    after.toJson().map(([shardId, number]) => [shardId, number.padStart(SEQUENCE_NUMBER_DIGITS, '0')]),
  );
  for (const { ShardId: shardId = '' } of Shards) {
    const shard = { StreamName: stream, ShardId: shardId, StartingSequenceNumber: last.get(shardId) };
    const ShardIteratorType = last.has(shardId) ? 'AFTER_SEQUENCE_NUMBER' : 'TRIM_HORIZON';
    let { ShardIterator: iterator } = await kinesis.send(new GetShardIteratorCommand({ ...shard, ShardIteratorType }));
    for (;;) {
      const { Records = [], NextShardIterator } = await kinesis.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: READ_AT_ONCE }),
      );
      if (Records.length === 0) break;
      records.push(
        ...Records.map(({ SequenceNumber = '', Data = new Uint8Array() }) => ({
          shardId,
          sequenceNumber: BigInt(SequenceNumber),
          data: Data,
        })),
      );
      iterator = NextShardIterator;
    }
  }
  return records;
}
