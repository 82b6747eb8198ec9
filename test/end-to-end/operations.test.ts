import { spawn } from 'node:child_process';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { destroyPipeline } from '../../cli/local/cdk.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { keys, stackNames } from '../../lambdas/contract.ts';
import { definitionsOf, type Overrides } from '../../lambdas/definitions.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { advance } from '../../lambdas/trainer/advance.ts';
import type { Definition } from '../../learning/definition.ts';
import { type LedgerRow, rowsInEffect } from '../../learning/snapshot/ledger-row.ts';
import { decodeSections } from '../../learning/snapshot/sections.ts';
import { emptySnapshot, encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { encodeJson } from '../../records/json.ts';
import { invocationRecord } from '../../simulation/failed-documents.ts';
import { models } from '../../sluice.config.ts';
import { unreadable } from '../builders/stream.ts';
import { deployToEmulator, eventually, ledgerOf, STAGE, snapshotVersions, streamContent } from './emulated-pipeline.ts';
import { aRecord } from './mixed-records.ts';

const MODEL = 'tutorial'; // the first one, which also counts what names none
const overrides: Overrides = { tutorial: { gate: { name: 'none' } } };
const definitions = definitionsOf(models, overrides);
const definition = definitions.get(MODEL) as Definition;

let deployment: Deployment;
let s3: S3Client;

beforeAll(async () => {
  ({ deployment } = await deployToEmulator(overrides));
  s3 = new S3Client({ forcePathStyle: true });
});
afterAll(stopAllPrograms);

/** A record of the model; every third one has no id. */
function recordAt(index: number): Uint8Array {
  const { id, ...record } = aRecord(MODEL, index);
  return encodeJson(index % 3 === 0 ? record : { id, ...record });
}

async function send(...data: readonly Uint8Array[]): Promise<void> {
  const entries = data.map((bytes) => ({ partitionKey: 'any', data: bytes }));
  expect(await new KinesisRecordStream(deployment.stream).put(entries)).toEqual([]);
}

/** Waits until the ledger accounts for so many records in all. */
function accounted(records: number): Promise<LedgerRow[]> {
  return eventually(`${records} records to be accounted for`, async () => {
    const rows = await ledgerOf(deployment, MODEL);
    return recordsIn(rows) >= records ? rows : undefined;
  });
}

const object = () => ({ Bucket: deployment.modelBucket, Key: keys.snapshot(MODEL) });

/** That the model is what a plain loop makes of records, whatever its version is called. */
async function expectPlainLoop(records: readonly StreamRecord[]): Promise<void> {
  const read = records.map((source) => ({ source, decoded: decodeRecord(source.data, definitions, gunzip) }));
  const { snapshot } = advance(MODEL, emptySnapshot(definition), read, 0);
  const { version: _v, lastCommit: _c, ...state } = decodeSections(encodeSnapshot(snapshot));
  const stored = decodeSections((await snapshotVersions(deployment, MODEL)).at(-1) as Uint8Array);
  expect(stored).toMatchObject(state);
}

describe('what an operator does to the deployed pipeline', () => {
  it('restores a snapshot that somebody overwrote, and nothing is missing', async () => {
    await send(...Array.from({ length: 6 }, (_, i) => recordAt(i)));
    await accounted(6);
    await s3.send(new PutObjectCommand({ ...object(), Body: 'garbage' }));
    await send(recordAt(6), recordAt(7));

    const unasked = await sluice('models', 'restore', MODEL);
    expect(unasked).toMatchObject({ status: 2, stdout: '' });
    expect(unasked.stderr).toContain('expected --yes, got no terminal');
    const { status, stdout } = await sluice('models', 'restore', MODEL, '--yes', '--json');
    expect({ status, ...JSON.parse(stdout) }).toMatchObject({ status: 0, restored: true, commitsLost: 0 });
    await accounted(8);
    await expectPlainLoop(await streamContent(deployment));
  });

  it('restores a snapshot that somebody deleted; the trainer does not begin again by itself', async () => {
    await s3.send(new DeleteObjectCommand(object()));
    await send(recordAt(8), recordAt(9));
    const before = await ledgerOf(deployment, MODEL);
    const { status, stdout } = await sluice('models', 'restore', MODEL, '--yes');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^model tutorial: version \d+ is the current one again, as version \d+\n$/);
    const rows = await accounted(10);
    await expectPlainLoop(await streamContent(deployment));
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, i) => i + 1));
    expect(rows[before.length].operation).toEqual({ kind: 'restored', from: before.length });
    expect(await sluice('models', 'restore', MODEL)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('is good'),
    });
  });

  it('sends a batch again that was given up: what was in is known, ids or not', async () => {
    const applied = (await streamContent(deployment)).slice(0, 3); // one of them without an id
    const lost = { shardId: applied[0].shardId, sequenceNumber: 1n, data: recordAt(12) };
    await putFailed(`${keys.failedBatches}mapping/shard/1`, invocationRecord([...applied, lost]));
    expect(JSON.parse((await sluice('redrive', '--json')).stdout)).toMatchObject({
      records: 4,
      batches: 1,
      broken: [],
    });
    const rows = await accounted(14);
    const counts = rows.map(({ records }) => records);
    expect(counts.reduce((sum, { taken }) => sum + taken, 0)).toBe(11);
    expect(counts.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(3);
    await expectPlainLoop(await streamContent(deployment));
  });

  it('sends quarantined records again, once, and lists what waits', async () => {
    await send(unreadable);
    await accounted(15);
    const listed = JSON.parse((await sluice('redrive', '--list', '--json')).stdout);
    expect(listed).toMatchObject({ records: 1, waiting: [{ model: MODEL, kind: 'record', begins: '{"X": oops' }] });
    expect(JSON.parse((await sluice('redrive', '--json')).stdout)).toMatchObject({
      records: 1,
      quarantined: 1,
      unreadable: 1,
    });
    await accounted(16); // it came back
    expect(JSON.parse((await sluice('redrive', '--json')).stdout)).toMatchObject({ records: 0, inVain: 1 });
  });

  it('starts a model from nothing, and it learns what comes from then on', async () => {
    const before = await streamContent(deployment);
    expect((await sluice('models', 'reset', MODEL)).status).toBe(2);
    expect(JSON.parse((await sluice('models', 'reset', MODEL, '--yes', '--json')).stdout)).toMatchObject({
      reset: true,
    });
    await send(recordAt(20), recordAt(21));
    const rows = await accounted(18);
    await expectPlainLoop((await streamContent(deployment)).slice(before.length));
    expect(recordsIn(rowsInEffect(rows))).toBe(2);
  });

  it('restores while the pipeline is destroyed too', async () => {
    await destroyPipeline(stackNames(STAGE).pipeline, STAGE);
    await s3.send(new DeleteObjectCommand(object()));
    const { stdout } = await sluice('models', 'restore', MODEL, '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ restored: true, commitsLost: 0 });
  });
});

async function putFailed(key: string, body: object): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: deployment.quarantineBucket, Key: key, Body: JSON.stringify(body) }));
}

/** A command of the command line, where nobody can be asked. */
async function sluice(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['bin/sluice.ts', ...args, '--stage', STAGE], {
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (said[name] += chunk));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, ...said };
}
