import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployedWith } from '../../cli/deployed-definitions.ts';
import { type Deployment, findFunctions } from '../../cli/deployment.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { undeployedChanges } from '../../cli/undeployed-changes.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { S3PinnedSnapshots } from '../../lambdas/aws/s3-pinned-snapshots.ts';
import { keys, stackNames } from '../../lambdas/contract.ts';
import { definitionsOf, type Overrides } from '../../lambdas/definitions.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { advance } from '../../lambdas/trainer/advance.ts';
import type { Definition } from '../../learning/definition.ts';
import { type LedgerRow, rowsInEffect } from '../../learning/snapshot/ledger-row.ts';
import { decodeSections } from '../../learning/snapshot/sections.ts';
import { decodeSnapshot, emptySnapshot, encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { joinStates } from '../../learning/state.ts';
import { decodeRecord } from '../../records/decode.ts';
import { encodeJson } from '../../records/json.ts';
import { invocationRecord } from '../../simulation/failed-documents.ts';
import { models } from '../../sluice.config.ts';
import { unreadable } from '../builders/stream.ts';
import {
  deployToEmulator,
  destroyPipeline,
  eventually,
  ledgerOf,
  runBin,
  STAGE,
  snapshotVersions,
  streamContent,
} from './emulated-pipeline.ts';
import { aRecord } from './mixed-records.ts';

const MODEL = 'tutorial'; // the first one, which also counts what names none
const overrides: Overrides = {
  tutorial: { gate: { name: 'none' } },
  clicks: { ...models.tutorial, gate: { name: 'none' } }, // a twin, for what one exports and the other imports
};
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
    expect(rows[before.length].operation).toMatchObject({ kind: 'restored', from: before.length });
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

  it('steers a model: each step is a commit that its history tells, with who and why', async () => {
    const steer = async (verb: string, ...args: string[]) => {
      const said = await sluice(
        'models',
        verb,
        MODEL,
        ...args,
        '--actor',
        'ana',
        '--reason',
        'a test',
        '--yes',
        '--json',
      );
      expect(said).toMatchObject({ status: 0 });
      return JSON.parse(said.stdout);
    };
    const read = async (...args: string[]) => JSON.parse((await sluice('models', ...args, '--json')).stdout);
    const { version: good } = (await ledgerOf(deployment, MODEL)).at(-1) as LedgerRow;
    const bytes = (await snapshotVersions(deployment, MODEL)).at(-1) as Uint8Array;

    expect(await steer('pin', '--to', String(good))).toMatchObject({ changed: true, version: good + 1 });
    expect(await new S3PinnedSnapshots(deployment.modelBucket).get(MODEL, good)).toEqual(bytes);
    await steer('pause');
    await send(recordAt(22));
    const paused = (await accounted(19)).at(-1)?.segments[0];
    expect(paused).toMatchObject({
      verdict: 'rejected',
      sentence: expect.stringMatching(/paused by ana since .* \(a test\)/),
    });
    await steer('resume');
    await send(recordAt(23));
    expect((await accounted(20)).at(-1)?.segments[0].verdict).toBe('accepted');
    expect(await steer('rollback', '--to', String(good))).toMatchObject({
      version: good + 6,
      operation: { kind: 'rolledBack', from: good, actor: 'ana', reason: 'a test' },
    });
    const models = (snapshot: Uint8Array) =>
      Object.fromEntries(Object.entries(decodeSections(snapshot)).filter(([name]) => name.startsWith('model/')));
    expect(models((await snapshotVersions(deployment, MODEL)).at(-1) as Uint8Array)).toEqual(models(bytes));

    const then = await read('history', MODEL, '--at', new Date().toISOString());
    expect(then).toMatchObject({
      served: { kind: 'pinned', version: good },
      learned: { records: { taken: 2 } },
      kept: true,
    });
    expect((await read('history', MODEL, '--limit', '1')).commits).toMatchObject([{ version: good + 6 }]);
    expect((await read('list')).models[0]).toMatchObject({
      model: MODEL,
      version: good + 6,
      steering: { pinned: { version: good } },
    });
    expect(await read('show', MODEL)).toMatchObject({ served: { version: good }, segments: 2 });
    const { state } = await read('diff', MODEL, String(good), String(good + 5));
    expect(state.weights).toHaveLength(11); // ten features and the intercept
    expect(await steer('unpin')).toMatchObject({ operation: { kind: 'unpinned' } });
  });

  it('says what it cannot do: a trial where there is none, a version that is not kept, a model that is not known', async () => {
    expect(await sluice('models', 'promote', MODEL, '--yes')).toMatchObject({ status: 1 });
    expect(await sluice('models', 'rollback', MODEL, '--to', '999', '--yes')).toMatchObject({ status: 1 });
    const { status, stderr } = await sluice('models', 'show', 'tutorail');
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('the nearest is tutorial') });
  });

  it('exports what a model has learned, and another starts with it to the same bits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-export-'));
    const file = join(folder, 'tutorial.json');
    const read = async (model: string) => {
      const bytes = (await snapshotVersions(deployment, model)).at(-1) as Uint8Array;
      return decodeSnapshot(bytes, definitions.get(model) as Definition);
    };
    const { stdout } = await sluice('export', MODEL, '--format', 'json', '--out', file, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ model: MODEL, format: 'json', file });
    const again = await sluice('import', file, '--model', 'clicks', '--from', 'sluice', '--reason', 'a twin');
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^model clicks: goes on from tutorial, .*version 1\n$/),
    });
    const [twin, model] = await Promise.all(['clicks', MODEL].map(read));
    expect(joinStates({ model: twin.model })).toEqual(joinStates({ model: model.model }));
    expect(twin.lastCommit?.operation).toMatchObject({ kind: 'imported', from: 'sluice', reason: 'a twin' });

    const weights = JSON.parse((await sluice('export', MODEL, '--format', 'sklearn')).stdout);
    expect(weights.coef_[0]).toEqual([...(model.model.state['champion/learner/coef'] as Float64Array)]);
    expect(await sluice('import', file, '--model', 'clicks', '--from', 'sluice')).toMatchObject({ status: 2 });
    rmSync(folder, { recursive: true });
  });

  it('tells what came of it: the commits that are there, and those that come until Ctrl-C', async () => {
    const { commits } = JSON.parse((await sluice('tail', '--model', 'clicks', '--json')).stdout);
    expect(commits).toMatchObject([{ model: 'clicks', version: 1, operation: { kind: 'imported' } }]);
    const following = await sluiceUntil('imported from a file of sluice', 'tail', '--model', 'clicks', '--since', '1h');
    expect(following).toMatchObject({ status: 0, stdout: expect.stringContaining('clicks v1  imported from a file') });
  });

  it('is deployed again by npm run deploy, with the overrides that it has', async () => {
    expect(await runBin('deploy.ts')).toBe(0);
    const deployed = await deployedWith(await findFunctions(STAGE));
    expect(deployed.overrides).toEqual(overrides);
    expect([...(deployed.models?.keys() ?? [])]).toEqual(Object.keys(models));
    for (const [model, definition] of definitions) {
      expect(undeployedChanges(model, definition, deployed)).toEqual([]);
      const changed = undeployedChanges(model, { ...definition, threshold: 0.25 }, deployed);
      expect(changed).toEqual([{ field: 'threshold', before: String(definition.threshold), after: '0.25' }]);
    }
  });

  it('is found well by the doctor, and not when the pipeline is gone and records wait', async () => {
    const well = await sluice('doctor', '--json');
    const { healthy, findings } = JSON.parse(well.stdout);
    expect(findings.filter(({ state }: { state: string }) => state === 'bad')).toEqual([]);
    expect(healthy).toBe(true);
    const rowTable = expect.stringContaining('their table is ACTIVE');
    expect(findings).toContainEqual({ about: 'remembered rows', state: 'unknown', says: rowTable }); // the emulator ends no row
    expect(well.status).toBe(0);
    await destroyPipeline();
    await send(recordAt(40));
    const { status, stdout } = await sluice('doctor');
    expect(status).toBe(1);
    expect(stdout).toContain(`✗ stack ${stackNames(STAGE).pipeline}: is not deployed`);
    expect(stdout).toMatch(/✓ shard \S+: the first record that waits has waited \d+ s/);
  });

  it('restores while the pipeline is destroyed too', async () => {
    await s3.send(new DeleteObjectCommand(object()));
    const { stdout } = await sluice('models', 'restore', MODEL, '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ restored: true, commitsLost: 0 });
  });
});

async function putFailed(key: string, body: object): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: deployment.quarantineBucket, Key: key, Body: JSON.stringify(body) }));
}

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the command line, where nobody can be asked. */
function sluice(...args: string[]): Promise<Said> {
  return commandOf(args, () => {});
}

/** The same, ended by Ctrl-C once it has said something. */
function sluiceUntil(words: string, ...args: string[]): Promise<Said> {
  return commandOf(args, (child, stdout) => {
    if (stdout.includes(words)) child.kill('SIGINT');
  });
}

async function commandOf(args: string[], onSaid: (child: ChildProcess, stdout: string) => void): Promise<Said> {
  const child = spawn(process.execPath, ['bin/sluice.ts', ...args, '--stage', STAGE], {
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      said[name] += chunk;
      onSaid(child, said.stdout);
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, ...said };
}
