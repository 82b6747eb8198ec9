import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lambdas/aws/gunzip.ts';
import type { StreamRecord } from '../../../lambdas/ports.ts';
import { type RedrivePorts, type RedriveResult, redrive } from '../../../lambdas/producer/redrive.ts';
import { waitingRecords } from '../../../lambdas/producer/waiting-records.ts';
import { decodeRecord } from '../../../records/decode.ts';
import { originId, unwrapRedriven } from '../../../records/redriven.ts';
import { definitionOf } from '../../builders/definition.ts';
import { bytesOf, delivered, goodRecords, SHARD, unreadable } from '../../builders/stream.ts';
import { counted, World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';
import { FakeFailedRecords } from '../../fakes/failed-records.ts';
import { FakeRecordStream } from '../../fakes/record-stream.ts';

const LATER = 1_000n;

/** A trainer's world with a bucket of what failed, and a stream to send it to. */
class Aftermath extends World {
  readonly failed = new FakeFailedRecords();
  readonly stream = new FakeRecordStream();
  /** What was ever on the stream. */
  readonly records: StreamRecord[] = [];

  async train(records: readonly StreamRecord[]): Promise<void> {
    this.records.push(...records);
    await this.newTrainer().train(records, neverUp);
  }

  redrive(model?: string, ports: Partial<RedrivePorts> = {}): Promise<RedriveResult> {
    return redrive(model, { ...this, gunzip, ...ports });
  }

  /** Lets the trainer take what was sent again, on the shard it all came from. */
  async trainRedriven(): Promise<void> {
    const before = this.records.filter(({ sequenceNumber }) => sequenceNumber >= LATER).length;
    await this.train(
      delivered(
        this.stream.taken.slice(before).map(({ data }) => data),
        { from: LATER + BigInt(before) },
      ),
    );
  }

  quarantineAll(records: readonly StreamRecord[]): void {
    for (const record of records) {
      const decoded = decodeRecord(record.data, this.definitions, gunzip);
      if (decoded.kind === 'rejected') this.failed.quarantine(record, decoded.rejection);
    }
  }
}

describe('a batch that was given up', () => {
  it('is sent again, and taken', async () => {
    const world = new Aftermath();
    world.failed.giveUp(goodRecords(10));
    expect(await world.redrive()).toEqual({
      records: 10,
      batches: 1,
      quarantined: 0,
      unreadable: 0,
      inVain: 0,
      retried: 0,
      broken: [],
    });
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 10, duplicates: 0 });
    world.expectExactlyOnce(world.records);
  });

  it('is sent with the very bytes and keys that it came with, where its records have ids', async () => {
    const world = new Aftermath();
    const records = goodRecords(3);
    world.failed.giveUp(records);
    await world.redrive();
    expect(world.stream.taken.map(({ data }) => new Uint8Array(data))).toEqual(records.map(({ data }) => data));
    expect(world.stream.taken.map(({ partitionKey }) => partitionKey)).toEqual(Array(3).fill('a key'));
  });

  it('is sent with ids of where its records stood, where they have none', async () => {
    const world = new Aftermath();
    const records = delivered([bytesOf({ id: null }), bytesOf({ id: null, encoding: 'json' })]);
    world.failed.giveUp(records);
    await world.redrive();
    expect(world.stream.taken.map(({ data }) => unwrapRedriven(data))).toEqual(
      records.map((record) => ({ id: originId(record), record: record.data })),
    );
  });

  it.each([
    ['ids', goodRecords(10)],
    ['no ids', delivered(Array.from({ length: 10 }, () => bytesOf({ id: null })))],
  ])('that had been applied after all is known when it is sent again: records with %s', async (_, records) => {
    const world = new Aftermath();
    await world.train(records);
    world.failed.giveUp(records);
    await world.redrive();
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 10, duplicates: 10 });
    world.expectExactlyOnce(world.records);
  });

  it('of which a part had been applied gives the rest only', async () => {
    const world = new Aftermath();
    const records = delivered(Array.from({ length: 10 }, () => bytesOf({ id: null })));
    await world.train(records.slice(0, 4));
    world.failed.giveUp(records);
    await world.redrive();
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 10, duplicates: 4 });
  });

  it('with a bad record among several gives the good ones; the bad one is quarantined', async () => {
    const world = new Aftermath();
    world.failed.giveUp([...goodRecords(2), ...delivered([unreadable], { from: 3n }), ...goodRecords(2, { from: 4n })]);
    expect(await world.redrive()).toMatchObject({ records: 5, unreadable: 1 });
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 4, quarantined: 1 });
    world.expectExactlyOnce(world.records);
  });

  it('is sent once: a second time sends nothing', async () => {
    const world = new Aftermath();
    world.failed.giveUp(goodRecords(10));
    await world.redrive();
    expect(await world.redrive()).toMatchObject({ records: 0, batches: 0 });
    expect(world.stream.taken).toHaveLength(10);
  });

  it('that is given up again is sent again, under the ids that it had', async () => {
    const world = new Aftermath();
    const [record] = delivered([bytesOf({ id: null })]);
    world.failed.giveUp([record]);
    await world.redrive();
    world.failed.giveUp(delivered([world.stream.taken[0].data], { from: LATER }));
    await world.redrive();
    expect(new Uint8Array(world.stream.taken[1].data)).toEqual(world.stream.taken[0].data);
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
  });

  it('of several models is sent a model at a time, if that is asked for', async () => {
    const world = new Aftermath();
    (world.definitions as Map<string, unknown>).set('visits', definitionOf());
    const visits = goodRecords(2, { model: 'visits', from: 4n });
    world.failed.giveUp([...goodRecords(3), ...visits]);
    expect(await world.redrive('visits')).toMatchObject({ records: 2 });
    expect(await world.redrive('visits')).toMatchObject({ records: 0 });
    expect(await world.redrive()).toMatchObject({ records: 3 });
    expect(await world.redrive()).toMatchObject({ records: 0 });
  });

  it('that cannot be read is told and left, and the others go on', async () => {
    const world = new Aftermath();
    const key = world.failed.add('batch', 'aws/lambda/broken', 'oops');
    world.failed.giveUp(goodRecords(2));
    const { records, broken } = await world.redrive();
    expect(records).toBe(2);
    expect(broken).toMatchObject([
      { object: { key }, problem: expect.stringMatching(/^aws\/lambda\/broken: expected JSON/) },
    ]);
    expect(world.failed.marks.size).toBe(1);
  });

  it('with an id that is among many others is sent in full calls, refused entries again', async () => {
    const world = new Aftermath();
    for (let i = 0; i < 3; i++) world.failed.giveUp(goodRecords(400, { from: BigInt(1 + 400 * i) }));
    world.stream.refuse(1, (index) => index === 7);
    const seen: number[] = [];
    const result = await redrive(undefined, { ...world, gunzip }, (records) => seen.push(records));
    expect(result).toMatchObject({ records: 1_200, batches: 3, retried: 1 });
    expect(world.stream.calls.map((call) => call.length)).toEqual([500, 1, 300, 400]);
    expect(seen).toEqual([800, 1_200]);
  });
});

describe('a quarantined record', () => {
  const mended = () => definitionOf({ features: 3 });
  const wide = delivered([
    bytesOf({ id: null, rows: { count: 1, width: 3, X: Float64Array.of(1, 2, 3), y: Uint8Array.of(1) } }),
  ]);

  it('is sent again, and taken once the definition was mended', async () => {
    const world = new Aftermath({ clicks: mended() });
    world.failed.quarantine(wide[0], { reason: 'wrong-width', detail: 'expected 2 features, got 3', model: 'clicks' });
    expect(await world.redrive()).toMatchObject({ records: 1, quarantined: 1, unreadable: 0 });
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 1 });
    expect(await world.redrive()).toMatchObject({ records: 0 });
  });

  it('that still cannot be read comes back once, and is not sent a third time', async () => {
    const world = new Aftermath();
    world.quarantineAll(wide);
    expect(await world.redrive()).toMatchObject({ records: 1, unreadable: 1, inVain: 0 });
    world.quarantineAll(delivered([world.stream.taken[0].data], { from: LATER }));
    expect(await world.redrive()).toMatchObject({ records: 0, inVain: 1 });
    expect(await world.redrive()).toMatchObject({ records: 0, inVain: 1 });
  });

  it('that came back is sent once more when the definition was mended at last, and taken once', async () => {
    const world = new Aftermath({ clicks: mended() });
    world.failed.quarantine(wide[0], { reason: 'wrong-width', detail: '' });
    await world.redrive();
    const [{ data }] = world.stream.taken;
    world.failed.quarantine(
      { shardId: SHARD, sequenceNumber: LATER - 1n, data },
      { reason: 'wrong-width', detail: '' },
    );
    expect(await world.redrive()).toMatchObject({ records: 1 });
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
  });

  it('is counted by the model that it names, or by the first', async () => {
    const world = new Aftermath({ clicks: definitionOf(), visits: definitionOf() });
    world.quarantineAll(delivered([unreadable, new TextEncoder().encode('{"model": "visits"}')]));
    const models: string[] = [];
    for await (const item of waitingRecords(await world.failed.list(), undefined, { ...world, gunzip })) {
      models.push(item.kind === 'waiting' ? item.model : item.problem);
    }
    expect(models).toEqual(['clicks', 'visits']);
    expect(await world.redrive('visits')).toMatchObject({ records: 1 });
  });
});

describe('a redrive that dies', () => {
  const batches = () => [
    delivered([bytesOf({ id: null, name: 'a' }), bytesOf({ name: 'b' }), unreadable]),
    delivered([bytesOf({ id: null, name: 'c' }), bytesOf({ id: null, name: 'd' })], { from: 4n }),
  ];
  const quarantined = delivered([bytesOf({ id: null, name: 'e' }), bytesOf({ name: 'f' })], { from: 6n });

  const aftermath = async (applied: boolean) => {
    const world = new Aftermath();
    if (applied) await world.train(batches()[0]);
    for (const batch of batches()) world.failed.giveUp(batch);
    for (const record of quarantined) world.failed.quarantine(record, { reason: 'wrong-width', detail: '' });
    return world;
  };

  it.each([true, false])(
    'at any call, before it or after it took effect, leaves each record in exactly once (first batch applied: %s)',
    async (applied) => {
      const deaths = await killedEverywhere(async (death, where) => {
        const world = await aftermath(applied);
        const ports = { failed: death.of(world.failed), stream: death.of(world.stream) };
        if (!(await died(world.redrive(undefined, ports)))) return false;
        await world.trainRedriven();
        await world.redrive();
        await world.trainRedriven();
        expect(counted(world).taken, where).toBe(6);
        expect(world.quarantine.objects.size).toBeGreaterThanOrEqual(1);
        world.expectExactlyOnce(world.records);
        expect(await world.redrive()).toMatchObject({ records: 0 });
        return true;
      });
      expect(deaths).toBe(20);
    },
  );

  it('in the middle of a put sends all of it again, and each is taken once', async () => {
    const world = await aftermath(false);
    world.stream.dieAfter(1, 3);
    await expect(world.redrive()).rejects.toThrow('the connection was lost');
    await world.redrive();
    await world.trainRedriven();
    expect(world.stream.taken).toHaveLength(10);
    expect(counted(world)).toMatchObject({ taken: 6, duplicates: 2 });
  });

  it('while another runs does no harm either', async () => {
    const world = await aftermath(false);
    await Promise.all([world.redrive(), world.redrive()]);
    await world.trainRedriven();
    expect(counted(world)).toMatchObject({ taken: 6 });
  });
});
