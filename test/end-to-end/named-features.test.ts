import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { definitionsOf, type Overrides } from '../../lambdas/definitions.ts';
import { predict } from '../../lambdas/predictor/predict.ts';
import { advance } from '../../lambdas/trainer/advance.ts';
import type { Definition } from '../../learning/definition.ts';
import { seededRandom } from '../../learning/random.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { decodeSnapshot, emptySnapshot, encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { joinStates } from '../../learning/state.ts';
import { decodeRecord } from '../../records/decode.ts';
import { readNamedRows } from '../../records/json-rows.ts';
import { models } from '../../sluice.config.ts';
import { deployToEmulator, eventually, ledgerOf, snapshotVersions, streamContent } from './emulated-pipeline.ts';
import { askUrl } from './function-url.ts';

/** A model as a team would define it: names, categories, a value that may be missing, another learner, F1's threshold. */
const overrides: Overrides = {
  clicks: {
    features: ['age', 'country', 'visits'],
    categorical: ['country'],
    missing: ['age'],
    hashBits: 5,
    label: 'bought',
    learner: { name: 'ftrl' },
    threshold: 'f1',
  },
};
const definitions = definitionsOf(models, overrides);

let endpoint: string;
let deployment: Deployment;
/** What a plain loop over the same records ends with. */
let snapshot = emptySnapshot(definitions.get('clicks') as Definition);

beforeAll(async () => {
  ({ endpoint, deployment } = await deployToEmulator(overrides));
});
afterAll(stopAllPrograms);

const random = seededRandom('people');

type Buyers = Readonly<Record<'DE' | 'FR' | 'IT' | 'ES', number>>;

/** Whether somebody buys depends on the country alone. */
function person(buyers: Buyers = { DE: 0.9, FR: 0.7, IT: 0.2, ES: 0.1 }): object {
  const country = (['DE', 'FR', 'IT', 'ES'] as const)[random.integer(4)];
  const visits = random.integer(10);
  const age = random.uniform() < 0.3 ? {} : { age: 20 + random.integer(50) };
  const bought = random.uniform() < buyers[country] ? 1 : 0;
  return { ...age, country, visits, bought, session: 'a column that nobody asked for' };
}

describe('a model with named, categorical and missing features', () => {
  it('learns in the deployed pipeline what a plain loop learns, byte for byte, and better than by chance', async () => {
    const rows = await learned(40, person);
    expect(Buffer.compare(await stored(), encodeSnapshot(snapshot))).toBe(0);
    expect(rows.at(-1)?.quality).toMatchObject({ rows: 2_000 });
    expect(rows.at(-1)?.quality?.auc).toBeGreaterThan(0.8);
  });

  it('is asked at the address of the predictor, and says what the plain loop does', async () => {
    const rows = Array.from({ length: 100 }, () => person());
    const { status, body } = await ask('POST', '/models/clicks/predict?explain=1', { rows });
    expect({ status, body }).toMatchObject({ status: 200, body: { version: snapshot.version, explainedShare: 1 } });
    const { predictions } = predict(snapshot.model, asked(rows), true);
    expect(body).toMatchObject({ threshold: snapshot.model.threshold, predictions });
    expect(predictions.some(({ label }) => label === 1) && predictions.some(({ label }) => label === 0)).toBe(true);
  });

  it('is described there, and refuses what is not its own with problem details', async () => {
    expect(await ask('GET', '/models/clicks')).toMatchObject({
      status: 200,
      contentType: 'application/json',
      body: { version: snapshot.version, definition: { learner: { name: 'ftrl' }, label: 'bought' } },
    });
    expect(await ask('GET', '/models/tutorial')).toMatchObject({
      status: 404,
      body: { type: '/problems/not-committed' },
    });
    expect(await ask('POST', '/models/clicks/predict', { rows: [{ country: 'DE' }] })).toMatchObject({
      status: 400,
      contentType: 'application/problem+json',
      body: { errors: [{ pointer: '/rows/0/visits', reason: 'missing-feature' }] },
    });
    const unsigned = await askUrl(deployment.predictorUrl, endpoint, 'GET', '/models', undefined, {});
    expect(unsigned.status).toBe(403);
  });

  it('says the same of the rows of a file, by `sluice predict`', async () => {
    const rows = Array.from({ length: 1_234 }, () => person());
    const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    const [file, out] = [join(folder, 'people.ndjson'), join(folder, 'said.csv')];
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { predictions } = predict(snapshot.model, asked(rows), false);
    const positives = predictions.filter(({ label }) => label === 1).length;
    const { stdout } = await sluice('predict', 'clicks', file, '--out', out, '--json');
    const { version } = snapshot;
    expect(JSON.parse(stdout)).toMatchObject({ model: 'clicks', version, rows: 1_234, positives, out });
    const lines = predictions.map(({ probability, label }) => `${probability},${label}`);
    expect(readFileSync(out, 'utf8')).toBe(['probability,label', ...lines, ''].join('\n'));
    expect((await sluice('predict', 'clicks', file)).stdout).toBe(readFileSync(out, 'utf8'));
  });

  it('writes no file when a row is bad, and says which', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    const file = join(folder, 'people.csv');
    writeFileSync(file, 'age,country,visits\n31,DE,2\n31,DE,many\n');
    const refused = sluice('predict', 'clicks', file, '--out', join(folder, 'said.csv'));
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('line 3: visits: expected a finite number, got "many"'),
    });
    expect(readdirSync(folder)).toEqual(['people.csv']);
    await expect(sluice('predict', 'tutorial', file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('model tutorial has not committed yet'),
    });
    await expect(sluice('predict', 'clicks', file, '--json')).rejects.toMatchObject({ code: 2 });
  });
});

describe('a trial of the champion gate, ended by hand', () => {
  const turned = () => person({ DE: 0.1, FR: 0.3, IT: 0.8, ES: 0.9 });

  it('is not ended where none runs', async () => {
    await expect(sluice('models', 'drop', 'clicks', '--yes')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no trial runs: nothing was done'),
    });
    expect((await ledgerOf(deployment, 'clicks')).at(-1)).toMatchObject({ version: snapshot.version });
  });

  it('is dropped: the champion is served alone, and the next surprising segment starts another trial', async () => {
    expect(verdicts(await learned(4, turned))).toEqual(['held', 'held']);
    expect(snapshot.model.trial).toMatchObject({ number: 1, segments: 1 });
    await expectEnded('drop', 'dropped');
    expect(verdicts(await learned(4, turned))).toEqual(['held', 'held']);
    expect(snapshot.model.trial).toMatchObject({ number: 2, segments: 1 });
  });

  it('is promoted: the challenger is the champion, which is served, and goes on to learn', async () => {
    await expectEnded('promote', 'promoted');
    expect(Buffer.compare(await learned(2, turned).then(stored), encodeSnapshot(snapshot))).toBe(0);
  });
});

function verdicts(rows: readonly LedgerRow[]): string[] {
  return rows.flatMap(({ segments }) => segments.map(({ verdict }) => verdict));
}

/** What `models promote` and `models drop` do to a trial: in ledger, snapshot and history, and what the predictor answers. */
async function expectEnded(verb: 'promote' | 'drop', how: 'promoted' | 'dropped'): Promise<void> {
  snapshot.model.endTrial(how);
  const version = snapshot.version + 1;
  const operation = { kind: how, actor: 'ana', reason: 'a test' };
  const said = await sluice('models', verb, 'clicks', '--yes', '--actor', 'ana', '--reason', 'a test');
  expect(said.stdout).toBe(`model clicks: challenger ${how} by ana: a test, as version ${version}\n`);
  const again = await sluice('models', verb, 'clicks', '--yes');
  expect(again.stdout).toContain(`its challenger was ${how} by the last commit: nothing was done`);

  expect((await ledgerOf(deployment, 'clicks')).at(-1)).toMatchObject({ version, operation, segments: [] });
  const committed = decodeSnapshot(await stored(), definitions.get('clicks') as Definition);
  expect(committed).toMatchObject({ version, lastCommit: { operation } });
  expect(committed.model.trial).toBeUndefined();
  expect(joinStates({ model: committed.model })).toEqual(joinStates({ model: snapshot.model }));
  snapshot = committed;

  const { commits } = JSON.parse((await sluice('models', 'history', 'clicks', '--json')).stdout);
  expect(commits.find((commit: LedgerRow) => commit.version === version)).toMatchObject({ operation });
  const rows = Array.from({ length: 20 }, () => person());
  const { predictions } = predict(snapshot.model, asked(rows), false);
  await eventually(`the predictor to serve version ${version}`, async () => {
    const { body } = await ask('POST', '/models/clicks/predict', { rows });
    if ((body as { version: number }).version !== version) return undefined;
    expect(body).toMatchObject({ predictions });
    return body;
  });
}

/** Sends records of 50 rows, waits until they are taken, and lets the plain loop take them in the same commits. */
async function learned(count: number, row: () => object): Promise<readonly LedgerRow[]> {
  const { version } = snapshot;
  const entries = Array.from({ length: count }, (_, i) => {
    const id = `people-${version}-${i}`;
    const json = JSON.stringify({ model: 'clicks', id, rows: Array.from({ length: 50 }, () => row()) });
    return { partitionKey: 'clicks', data: i % 2 === 0 ? new TextEncoder().encode(json) : gzipSync(json) };
  });
  expect(await new KinesisRecordStream(deployment.stream).put(entries)).toEqual([]);
  const rows = await eventually(`${count} records to be taken`, async () => {
    const since = (await ledgerOf(deployment, 'clicks')).filter((commit) => commit.version > version);
    return recordsIn(since) === count ? since : undefined;
  });
  const records = (await streamContent(deployment)).slice(-count).map((source) => ({
    source,
    decoded: decodeRecord(source.data, definitions, gunzip),
  }));
  for (const commit of rows)
    ({ snapshot } = advance('clicks', snapshot, records.splice(0, recordsIn([commit])), commit.committedAtMs));
  return rows;
}

/** The bytes of the model's snapshot. */
async function stored(): Promise<Uint8Array> {
  return (await snapshotVersions(deployment, 'clicks')).at(-1) as Uint8Array;
}

function ask(method: 'GET' | 'POST', path: string, body?: unknown) {
  return askUrl(deployment.predictorUrl, endpoint, method, path, body);
}

/** Rows as the predictor reads them. */
function asked(rows: readonly object[]) {
  return readNamedRows(rows, definitions.get('clicks') as Definition, rows.length);
}

function sluice(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['bin/sluice.ts', ...args], { env: childEnvironment() });
}
