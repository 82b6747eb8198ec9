import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { recordsIn } from '../../cli/follow-ledger.ts';
import { deployStacks } from '../../cli/local/cdk.ts';
import { stopAllPrograms } from '../../cli/local/processes.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../../lambdas/aws/kinesis-record-stream.ts';
import { systemClock } from '../../lambdas/aws/system-clock.ts';
import { recordBatches } from '../../lambdas/producer/record-batches.ts';
import { putAll } from '../../lambdas/put-all.ts';
import { advance, type ReadRecord } from '../../lambdas/trainer/advance.ts';
import type { Definition } from '../../learning/definition.ts';
import { decodeSections } from '../../learning/snapshot/sections.ts';
import { decodeSnapshot, emptySnapshot, encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { startBrowser } from '../browser.ts';
import {
  deployToEmulator,
  destroyPipeline,
  eventually,
  ledgerOf,
  quarantined,
  STAGE,
  snapshotVersions,
  streamContent,
} from './emulated-pipeline.ts';
import { failures } from './failures.ts';
import { listeningAddresses } from './listening-addresses.ts';
import { aRecord, definitions, encodedInTurn, malformed } from './mixed-records.ts';

let endpoint: string;
let deployment: Deployment;
let sent = 0;

beforeAll(async () => {
  ({ endpoint, deployment } = await deployToEmulator());
});
afterAll(stopAllPrograms);

async function sendAll(data: readonly Uint8Array[]): Promise<void> {
  const stream = new KinesisRecordStream(deployment.stream);
  for (const batch of recordBatches(data.map((bytes) => ({ partitionKey: 'any', data: bytes })))) {
    await putAll(batch, stream, systemClock, () => false);
  }
  sent += data.length;
}

async function allAccounted(): Promise<Record<'taken' | 'duplicates' | 'quarantined', number>> {
  return eventually(`${sent} records to be accounted for`, async () => {
    const rows = (await Promise.all([...definitions.keys()].map((model) => ledgerOf(deployment, model)))).flat();
    if (recordsIn(rows) < sent) return undefined;
    const count = (kind: 'taken' | 'duplicates' | 'quarantined') =>
      rows.reduce((sum, { records }) => sum + records[kind], 0);
    return { taken: count('taken'), duplicates: count('duplicates'), quarantined: count('quarantined') };
  });
}

/** What the stream holds of a model, read as the trainer reads it. */
async function recordsOf(model: string): Promise<ReadRecord[]> {
  const read = (await streamContent(deployment)).map((source) => ({
    source,
    decoded: decodeRecord(source.data, definitions, gunzip),
  }));
  return read.filter(
    ({ decoded }) =>
      (decoded.kind === 'record' ? decoded.record.model : (decoded.rejection.model ?? 'tutorial')) === model,
  );
}

describe('the deployed pipeline', () => {
  it('accounts for every record: 300 in all encodings, some malformed, some sent twice', async () => {
    const good = Array.from({ length: 267 }, (_, i) => encodedInTurn(i % 3 === 0 ? 'tutorial' : 'clicks', i));
    const again = good.filter((_, i) => i % 14 === 0); // 20 of them
    const all = [...good, ...again, ...malformed.map(({ data }) => data)];
    expect(all).toHaveLength(300);
    await sendAll(all);
    expect(await allAccounted()).toEqual({ taken: 267, duplicates: 20, quarantined: 13 });
  });

  it('keeps each malformed record whole, with its reason', async () => {
    const kept = [...(await quarantined(deployment)).values()];
    const expected = malformed.map(({ reason, data }) => ({ reason, data: Buffer.from(data).toString('base64') }));
    expect(kept.map(({ reason, data }) => ({ reason, data })).sort((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual(
      expected.toSorted((a, b) => (a.reason < b.reason ? -1 : 1)),
    );
  });

  it('goes on where it was after the pipeline stack was destroyed and deployed again', async () => {
    const before = await ledgerOf(deployment, 'clicks');
    await destroyPipeline();
    await deployStacks(STAGE);
    await sendAll(Array.from({ length: 60 }, (_, i) => encodedInTurn('clicks', 1_000 + i)));
    expect(await allAccounted()).toEqual({ taken: 327, duplicates: 20, quarantined: 13 }); // the whole stream came again
    const after = await ledgerOf(deployment, 'clicks');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
  });

  it.each(['clicks', 'tutorial'])(
    'gives the bytes of a plain loop over the same records, in every version of %s',
    async (model) => {
      const definition = definitions.get(model) as Definition;
      const records = await recordsOf(model);
      const versions = await snapshotVersions(deployment, model);
      let snapshot = emptySnapshot(definition);
      let at = 0;
      for (const [index, row] of (await ledgerOf(deployment, model)).entries()) {
        const taken = records.slice(at, at + recordsIn([row]));
        at += taken.length;
        ({ snapshot } = advance(model, snapshot, taken, row.committedAtMs));
        expect(Buffer.compare(encodeSnapshot(snapshot), versions[index])).toBe(0);
      }
      expect(at).toBe(records.length);
      const uncut = advance(model, emptySnapshot(definition), records, 0).snapshot;
      const { version: _v, lastCommit: _c, ...state } = decodeSections(encodeSnapshot(uncut));
      expect(decodeSections(versions.at(-1) as Uint8Array)).toMatchObject(state);
    },
  );

  it.each(['clicks', 'tutorial'])(
    'has a ledger of %s without a gap, equal to the history of its snapshots',
    async (model) => {
      const ledger = await ledgerOf(deployment, model);
      expect(ledger.map(({ version }) => version)).toEqual(ledger.map((_, i) => i + 1));
      const versions = await snapshotVersions(deployment, model);
      const history = versions.map((bytes) => decodeSnapshot(bytes, definitions.get(model) as Definition).lastCommit);
      expect(history).toEqual(ledger);
    },
  );

  it('takes the rows of a file, and knows them when they come again', async () => {
    const { rows } = aRecord('clicks', 9_000);
    const header = [...(definitions.get('clicks') as Definition).features, 'label'].join(',');
    const lines = Array.from({ length: rows.count }, (_, i) =>
      [...rows.X.subarray(i * 10, i * 10 + 10), rows.y[i]].join(','),
    );
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-test-')), 'rows.csv');
    writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
    const before = await ledgerOf(deployment, 'clicks');
    for (let time = 0; time < 2; time++) {
      const stdout = await sluice('send', file, '--model', 'clicks', '--rows-per-record', '10', '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        model: 'clicks',
        rows: rows.count,
        records: Math.ceil(rows.count / 10),
      });
    }
    const records = Math.ceil(rows.count / 10);
    const after = await eventually('the rows of the file', async () => {
      const news = (await ledgerOf(deployment, 'clicks')).slice(before.length);
      return recordsIn(news) >= 2 * records ? news : undefined;
    });
    expect(after.reduce((sum, row) => sum + row.rows, 0)).toBe(rows.count);
    expect(after.reduce((sum, row) => sum + row.records.duplicates, 0)).toBe(records);
  });

  it('is told by `sluice report`, with a point for every segment of the ledger', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-test-')), 'clicks.html');
    await sluice('report', '--model', 'clicks', '--out', file);
    const segments = (await ledgerOf(deployment, 'clicks')).flatMap((row) => row.segments);
    const browser = await startBrowser();
    try {
      const page = await browser.newPage({ javaScriptEnabled: false }); // drawn as paths, which can be counted
      await page.goto(pathToFileURL(file).href);
      for (const metric of ['f1', 'log-loss', 'accuracy']) {
        const drawn = await page.locator(`#${metric} path.curve`).getAttribute('d');
        expect(drawn?.match(/[ML]/g)).toHaveLength(segments.length);
      }
    } finally {
      await browser.close();
    }
  });

  describe('when processes die, the store fails and calls overlap', () =>
    failures({ deployment: () => deployment, sendAll, allAccounted }));

  it('listens on 127.0.0.1 only', async () => {
    const port = Number(new URL(endpoint).port);
    const addresses = listeningAddresses();
    expect(addresses).toContainEqual({ address: '127.0.0.1', port });
    expect(addresses.filter(({ address }) => address !== '127.0.0.1' && address !== '::1')).toEqual([]);
  });
});

/** What a command of the command line prints. */
async function sluice(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/sluice.ts', ...args], {
    env: childEnvironment(),
  });
  return stdout;
}
