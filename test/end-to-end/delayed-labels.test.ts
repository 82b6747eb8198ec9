import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { DynamoRememberedRows } from '../../lambdas/aws/dynamo-remembered-rows.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { definitionsOf, type Overrides } from '../../lambdas/definitions.ts';
import type { ClaimOrder, RowToRemember } from '../../lambdas/ports.ts';
import type { Definition } from '../../learning/definition.ts';
import { seededRandom } from '../../learning/random.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { emptySnapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { columnsKey, packRow, unpackRow } from '../../records/packed-row.ts';
import { models } from '../../sluice.config.ts';
import { joinedByHand } from '../builders/joined.ts';
import { labelBytes } from '../builders/stream.ts';
import type { KeptRow } from '../fakes/remembered-rows.ts';
import { deployToEmulator, eventually, ledgerOf, snapshotVersions, streamContent } from './emulated-pipeline.ts';
import { askUrl } from './function-url.ts';
import { plainLoop } from './plain-loop.ts';

const MODEL = 'clicks';
const DAY_MS = 86_400_000;
const overrides: Overrides = {
  clicks: {
    features: ['age', 'country', 'visits'],
    categorical: ['country'],
    missing: ['age'],
    learner: { name: 'ftrl' },
    segmentRows: 10,
    labelAfter: '30 minutes',
  },
};
const definitions = definitionsOf(models, overrides);
const definition = definitions.get(MODEL) as Definition;
const columns = columnsKey(definition);

let endpoint: string;
let deployment: Deployment;
let rows: DynamoRememberedRows;

beforeAll(async () => {
  ({ endpoint, deployment } = await deployToEmulator(overrides));
  rows = new DynamoRememberedRows(deployment.rows);
});
afterAll(stopAllPrograms);

const random = seededRandom('people');
const person = () => ({
  ...(random.uniform() < 0.3 ? {} : { age: 20.1 + random.integer(50) }),
  country: ['DE', 'FR', 'IT'][random.integer(3)],
  visits: random.integer(10),
});

async function send(...data: readonly Uint8Array[]): Promise<void> {
  const entries = data.map((bytes) => ({ partitionKey: MODEL, data: bytes }));
  expect(await new KinesisRecordStream(deployment.stream).put(entries)).toEqual([]);
}

/** Once the ledger has so many records of the model. */
function taken(records: number): Promise<LedgerRow[]> {
  return eventually(`${records} records to be taken`, async () => {
    const ledger = await ledgerOf(deployment, MODEL);
    return recordsIn(ledger) === records ? ledger : undefined;
  });
}

/** All that the table holds, as the unit tests' fake keeps it. */
async function keptRows(): Promise<Map<string, KeptRow>> {
  const kept = new Map<string, KeptRow>();
  const pages = paginateScan({ client: new DynamoDBClient({}) }, { TableName: deployment.rows });
  for await (const { Items = [] } of pages) {
    for (const { rowId, features, columns, expiresAt, claimedBy, claimedFrom, claimedNumber } of Items) {
      const by = { id: claimedBy?.S ?? '', place: claimedFrom?.S ?? '', number: Number(claimedNumber?.N) };
      kept.set(rowId.S as string, {
        features: unpackRow(features.B as Uint8Array, definition.features.length),
        columns: columns.S as string,
        expiresAtMs: 1_000 * Number(expiresAt.N),
        ...(claimedBy && { claimedBy: by }),
      });
    }
  }
  return kept;
}

/** That each version of the model is what a plain loop makes of the records and of the rows that they have claimed. */
async function expectPlainLoop(records: number): Promise<void> {
  const kept = await keptRows();
  const joined = (await streamContent(deployment)).map((source) =>
    joinedByHand({ source, decoded: decodeRecord(source.data, definitions, gunzip) }, kept),
  );
  const versions = await snapshotVersions(deployment, MODEL);
  expect(plainLoop(MODEL, emptySnapshot(definition), joined, versions)).toEqual({
    taken: records,
    differing: [],
    sameUncut: true,
  });
}

const sumOf = (ledger: readonly LedgerRow[]) => {
  const sum = { joined: 0, unknown: 0, late: 0, twice: 0 };
  for (const { labels } of ledger)
    for (const outcome of Object.keys(sum) as (keyof typeof sum)[]) sum[outcome] += labels?.[outcome] ?? 0;
  return sum;
};

describe('delayed labels in the deployed pipeline', () => {
  it('teach the model the rows as they were when it predicted them, each once, byte for byte', async () => {
    const learned = Array.from({ length: 30 }, () => ({ ...person(), label: random.integer(2) }));
    await send(Buffer.from(JSON.stringify({ model: MODEL, rows: learned })));
    await taken(1);

    const people = Array.from({ length: 40 }, person);
    const asked = { rows: people, remember: true };
    const path = `/models/${MODEL}/predict`;
    const { status, body } = await askUrl(deployment.predictorUrl, endpoint, 'POST', path, asked);
    expect(status).toBe(200);
    const ids = (body as { predictions: { id: string }[] }).predictions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(40);

    const first = labelBytes(
      ids.slice(0, 25).map((id, i) => [id, i % 3 === 0 ? 1 : 0]),
      { model: MODEL, id: 'first' },
    );
    const again = labelBytes([ids[3], ids[30], 'nobody', ids[30]], { model: MODEL });
    await send(first, again, first);
    const ledger = await taken(4);
    expect(sumOf(ledger)).toEqual({ joined: 26, unknown: 1, late: 0, twice: 2 });
    expect(ledger.reduce((sum, { records }) => sum + records.duplicates, 0)).toBe(1);
    expect(ledger.reduce((sum, row) => sum + row.rows, 0)).toBe(30 + 26);
    await expectPlainLoop(4);
  });

  it('are sent from a file by `sluice send --labels`, and known when they come again', async () => {
    const asked = { rows: Array.from({ length: 12 }, person), remember: true };
    const { body } = await askUrl(deployment.predictorUrl, endpoint, 'POST', `/models/${MODEL}/predict`, asked);
    const lines = (body as { predictions: { id: string }[] }).predictions.map(({ id }, i) => `${id},${i % 2}`);
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-test-')), 'outcomes.csv');
    writeFileSync(file, `id,label\n${lines.join('\n')}\n`);
    const words = ['send', file, '--model', MODEL, '--labels', '--rows-per-record', '5'];
    for (const records of [7, 10]) {
      const { stdout } = await promisify(execFile)(process.execPath, ['bin/sluice.ts', ...words], {
        env: childEnvironment(),
      });
      expect(stdout).toBe(`12 labels in 3 records sent to model ${MODEL}\n`);
      expect(sumOf(await taken(records))).toEqual({ joined: 26 + 12, unknown: 1, late: 0, twice: 2 });
    }
    await expectPlainLoop(10);
  });

  it('come by timeout from the labeller, once, however often it is called', async () => {
    const nowMs = Date.now();
    const X = Float64Array.from({ length: 60 }, (_, i) => i);
    for (let i = 0; i < 20; i++) {
      const dueAtMs = i < 15 ? nowMs - 1_000 : nowMs + DAY_MS;
      await rows.remember({ ...rowOf(`due-${i}`), features: packRow(X, 3 * i, 3), dueAtMs });
    }
    const call = new InvokeCommand({ FunctionName: deployment.labeller, Payload: '{}' });
    for (let calls = 0; calls < 2; calls++) {
      expect((await new LambdaClient({}).send(call)).FunctionError).toBeUndefined();
    }
    const sent = await eventually('labels by timeout on the stream', async () => {
      const { length } = await streamContent(deployment);
      return length > 10 ? length : undefined;
    });
    const ledger = await taken(sent);
    expect(sumOf(ledger)).toEqual({ joined: 26 + 12 + 15, unknown: 1, late: 0, twice: 2 });
    await expectPlainLoop(sent);
  });
});

const rowOf = (id: string): RowToRemember => ({
  ...{ model: MODEL, id, version: 1, columns, predictedAtMs: Date.now(), expiresAtMs: Date.now() + DAY_MS },
  features: packRow(Float64Array.of(1, 2, Number.NaN), 0, 3),
  dueAtMs: undefined,
});

describe('remembered rows in a DynamoDB', () => {
  const orderOf = (id: string, varied: Partial<ClaimOrder> = {}): ClaimOrder => ({
    ...{ model: MODEL, id, columns, width: 3, nowMs: Date.now(), keptUntilMs: Date.now() + 14 * DAY_MS },
    claimant: { id: 'r', place: 'shard:1', number: 5_000, knownFrom: 904 },
    ...varied,
  });
  const claimed = { kind: 'claimed', features: Float64Array.of(1, 2, Number.NaN) };

  it('are claimed by one record, which may claim again from its place, or within what the model knows', async () => {
    await rows.remember(rowOf('one'));
    expect(await rows.claim(orderOf('one'))).toEqual(claimed);
    const claimant = { id: 'r', place: 'shard:1', number: 9_999, knownFrom: 5_904 };
    expect(await rows.claim(orderOf('one', { claimant }))).toEqual(claimed); // later, at its place
    const elsewhere = { id: 'r', place: 'shard:7', number: 14_095, knownFrom: 9_999 };
    expect(await rows.claim(orderOf('one', { claimant: { ...elsewhere, id: 's' } }))).toEqual({ kind: 'taken' });
    expect(await rows.claim(orderOf('one', { claimant: elsewhere }))).toEqual(claimed); // just within
    const beyond = { id: 'r', place: 'shard:9', number: 18_192, knownFrom: 14_096 };
    expect(await rows.claim(orderOf('one', { claimant: beyond }))).toEqual({ kind: 'taken' });
  });

  it('that are claimed are not remembered anew, and stay claimable after their time', async () => {
    await rows.remember({ ...rowOf('two'), expiresAtMs: Date.now() + 60_000 });
    expect(await rows.claim(orderOf('two'))).toEqual(claimed);
    await rows.remember(rowOf('two'));
    const claimant = { id: 's', place: 'shard:2', number: 1, knownFrom: 0 };
    expect(await rows.claim(orderOf('two', { claimant }))).toEqual({ kind: 'taken' });
    expect(await rows.claim(orderOf('two', { nowMs: Date.now() + 120_000 }))).toEqual(claimed);
  });

  it.each([
    ['absent', 'never', {}],
    ['unfit', 'three', { columns: 'other' }],
    ['expired', 'three', { nowMs: Date.now() + 2 * DAY_MS }],
  ] as const)('are refused as %s', async (kind, id, varied) => {
    if (id === 'three') await rows.remember(rowOf(id));
    expect(await rows.claim(orderOf(id, varied))).toEqual({ kind });
  });

  it('are due from their time on, until they are claimed or settled, each in a group of limited size', async () => {
    const model = 'tutorial';
    const ids = Array.from({ length: 12 }, (_, i) => `#/${i}`);
    for (const id of ids) await rows.remember({ ...rowOf(id), model, dueAtMs: 1_000 });
    await rows.remember({ ...rowOf('later'), model, dueAtMs: 1_001 });
    const due = async () => {
      const groups: (readonly string[])[] = [];
      for await (const group of rows.due(model, 1_000, 2)) groups.push(group);
      return groups;
    };
    const groups = await due();
    expect(groups.flat().toSorted()).toEqual(ids.toSorted());
    expect(Math.max(...groups.map(({ length }) => length))).toBe(2);
    expect(await rows.claim(orderOf('#/0', { model }))).toEqual(claimed);
    for (const id of ['#/0', '#/1', 'never']) await rows.settle(model, id);
    expect((await due()).flat().toSorted()).toEqual(ids.slice(2).toSorted());
    expect((await keptRows()).has('tutorial/never')).toBe(false);
  });
});
