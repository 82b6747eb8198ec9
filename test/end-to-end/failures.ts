import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Deployment } from '../../cli/deployment.ts';
import { readEnvironment } from '../../cli/environment.ts';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { S3SnapshotStore } from '../../lambdas/aws/s3-snapshot-store.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import type { Definition } from '../../learning/definition.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { deaths, isReadOf, isWriteOf, outages } from './deaths-and-outages.ts';
import { ledgerOf, snapshotVersions, streamContent } from './emulated-pipeline.ts';
import { type Exchange, MeddlingProxy } from './meddling-proxy.ts';
import { definitions, encodedInTurn } from './mixed-records.ts';
import { plainLoop } from './plain-loop.ts';
import { killFunction } from './process-tree.ts';
import { callTrainer, meetings, moveBehind } from './trainer-calls.ts';

/** A deployed pipeline that has nothing to do, and how it is given something. */
export interface IdlePipeline {
  deployment(): Deployment;
  sendAll(data: readonly Uint8Array[]): Promise<void>;
  /** Waits until every record sent is in a ledger, and tells as what. */
  allAccounted(): Promise<Record<'taken' | 'duplicates' | 'quarantined', number>>;
}

const MODEL = 'clicks';
const LOT = 30;

/** What the deployed trainer survives, each a test; its S3 and DynamoDB stay behind a proxy. */
export function failures({ deployment, sendAll, allAccounted }: IdlePipeline): void {
  let proxy: MeddlingProxy;
  let nextIndex = 20_000;

  beforeAll(async () => {
    proxy = await MeddlingProxy.start(readEnvironment().endpoint as string);
    await moveBehind(proxy.url, deployment().trainer);
  });
  afterEach(() => proxy.forget());
  afterAll(() => proxy.close());

  for (const { moment, until, leaves, afterwards } of deaths(MODEL)) {
    it(`takes each record once when the trainer is killed ${moment}`, () =>
      whileTaking(async ({ version }) => {
        const call = await until(proxy);
        const firstRead = proxy.next("the next process's first read", isReadOf(MODEL));
        expect(killFunction(deployment().trainer)).not.toEqual([]);
        await call.over; // closed by its death: this was the process that was killed
        const successor = await firstRead;
        expect((await stored(MODEL)).version).toBe(version + leaves);
        expect((await ledgerOf(deployment(), MODEL)).at(-1)?.version ?? 0).toBe(version);
        await Promise.all([afterwards?.(proxy, call), successor.pass()]);
      }));
  }

  for (const { what, happen } of outages(MODEL)) {
    it(`takes each record once when ${what}`, () => whileTaking(() => happen(proxy)));
  }

  for (const { how, calls } of meetings) {
    it(`takes each record once when eight calls meet on one model, ${how}`, async () => {
      const before = await stored('tutorial');
      const batches = calls();
      const writes = batches.map((_, i) => proxy.next(`the write of call ${i + 1}`, isWriteOf('tutorial')));
      const answers = Promise.all(batches.map((batch) => callTrainer(deployment().trainer, batch)));
      const met = await Promise.all(writes);
      expect((await stored('tutorial')).version).toBe(before.version); // so all eight start from there, or from older
      const statuses = await Promise.all(met.map(forwardAndAnswer));
      expect(statuses.filter((status) => status === 412).length).toBeGreaterThanOrEqual(7);
      expect(await answers).toEqual(batches.map(() => ({ error: undefined, result: 'null' })));

      const distinct = new Map(batches.flat().map((record) => [`${record.shardId}:${record.sequenceNumber}`, record]));
      const rows = (await ledgerOf(deployment(), 'tutorial')).slice(before.version);
      const counted = rows.reduce((sum, { records }) => sum + records.taken, 0);
      expect(counted).toBe(distinct.size);
      expect(rows.map(({ records }) => records.duplicates + records.quarantined)).toEqual(rows.map(() => 0));
      await expectPlainLoop('tutorial', before, [...distinct.values()]);
    });
  }

  /** Sends a lot, lets something happen to it, and checks that each record's effect is there once all the same. */
  async function whileTaking(happening: (before: Snapshot) => Promise<void>): Promise<void> {
    const counts = await allAccounted();
    const before = await stored(MODEL);
    const lot = Array.from({ length: LOT }, () => encodedInTurn(MODEL, nextIndex++));
    await Promise.all([happening(before), sendAll(lot)]); // in this order: the first waits for what the second causes
    expect(await allAccounted()).toEqual({ ...counts, taken: counts.taken + LOT });
    const records = (await streamContent(deployment(), before.checkpoints)).slice(-LOT);
    await expectPlainLoop(MODEL, before, records);
  }

  /** Every version since `before` has the bytes of a loop over the records, which are all that came since. */
  async function expectPlainLoop(model: string, before: Snapshot, records: readonly StreamRecord[]): Promise<void> {
    const versions = (await snapshotVersions(deployment(), model)).slice(before.version);
    const history = versions.map((bytes) => decodeSnapshot(bytes, before.model.definition).lastCommit);
    expect((await ledgerOf(deployment(), model)).slice(before.version)).toEqual(history);
    const read = records.map((source) => ({ source, decoded: decodeRecord(source.data, definitions, gunzip) }));
    expect(plainLoop(model, before, read, versions)).toEqual({
      taken: records.length,
      differing: [],
      sameUncut: true,
    });
  }

  async function stored(model: string): Promise<Snapshot> {
    const definition = definitions.get(model) as Definition;
    const found = await new S3SnapshotStore(deployment().modelBucket).get(model);
    return found === undefined ? emptySnapshot(definition) : decodeSnapshot(found.bytes, definition);
  }
}

async function forwardAndAnswer(call: Exchange): Promise<number> {
  const answer = await call.forward();
  call.answer(answer);
  return answer.status;
}
