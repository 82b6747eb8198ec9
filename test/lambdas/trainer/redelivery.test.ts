import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECENT_IDS } from '../../../learning/snapshot/recent-ids.ts';
import { originId, wrapRedriven } from '../../../records/redriven.ts';
import { rowsOf } from '../../builders/rows.ts';
import { bytesOf, delivered, goodRecords, SHARD, unreadable } from '../../builders/stream.ts';
import { counted, sameBytes, World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';

describe('what the stream delivers again', () => {
  const records = goodRecords(20);

  const afterTwoBatches = async () => {
    const world = new World();
    const trainer = world.newTrainer();
    await trainer.train(records.slice(0, 10), neverUp);
    await trainer.train(records.slice(10), neverUp);
    return { world, trainer, bytes: world.bytes() };
  };

  it.each([
    ['a whole batch', records.slice(10)],
    ['the end of a batch', records.slice(15)],
    ['an older batch, after a newer one', records.slice(0, 10)],
    ['another cut over both batches', records.slice(5, 17)],
    ['everything', records],
  ])('changes nothing: %s', async (_, again) => {
    const { world, trainer, bytes } = await afterTwoBatches();
    await trainer.train(again, neverUp);
    await world.newTrainer().train(again, neverUp);
    expect(sameBytes(world.bytes(), bytes)).toBe(true);
    expect(counted(world)).toEqual({ taken: 20, duplicates: 0, quarantined: 0, rows: 80, segments: 6 });
    world.expectExactlyOnce(records);
  });

  it('adds only what is new of a batch that overlaps', async () => {
    const { world, trainer } = await afterTwoBatches();
    const more = goodRecords(30);
    await trainer.train(more.slice(5), neverUp);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ received: 25, replayed: 15 });
    expect(counted(world).taken).toBe(30);
    world.expectExactlyOnce(more);
  });

  it('is in exactly once, whatever is delivered how often, in whatever cuts, to warm functions or cold ones', async () => {
    const mixed = [...goodRecords(12), ...delivered([unreadable, bytesOf({ name: 'x' })], { from: 13n })];
    const delivery = fc.record({ back: fc.nat(8), count: fc.nat(6), warm: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 12 }), async (deliveries) => {
        const world = new World();
        const trainers = [world.newTrainer(), world.newTrainer()];
        let reached = 0;
        for (const { back, count, warm } of [...deliveries, { back: 3, count: mixed.length + 3, warm: false }]) {
          const from = Math.max(0, reached - back); // the stream leaves nothing out
          await (warm ? trainers[count % 2] : world.newTrainer()).train(mixed.slice(from, from + count), neverUp);
          reached = Math.min(Math.max(reached, from + count), mixed.length);
        }
        world.expectExactlyOnce(mixed);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a batch that holds a record twice', () => {
  it('takes it in once, also where it has no id', async () => {
    // found by the simulation, seed 2: the checkpoint knows of earlier batches only, and a nameless record was taken twice
    const world = new World();
    const records = delivered([bytesOf({ id: null, name: 'a' }), bytesOf({ id: null, name: 'b' }), unreadable]);
    const [a, b, bad] = records;
    await world.newTrainer().train([a, b, a, b, bad, bad], neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 0, quarantined: 1 });
    world.expectExactlyOnce(records);
  });
});

describe('a record that a producer sent twice', () => {
  it('is taken once: same id, new sequence number, in one batch', async () => {
    const world = new World();
    const records = delivered([bytesOf({ name: 'a' }), bytesOf({ name: 'b' }), bytesOf({ name: 'a' })]);
    await world.newTrainer().train(records, neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 1, rows: 8 });
    world.expectExactlyOnce(records);
  });

  it('is taken once in a later batch, on another shard, in another encoding, by a cold function', async () => {
    const world = new World();
    const first = delivered([bytesOf({ name: 'a' })]);
    const again = delivered([bytesOf({ name: 'a', encoding: 'json' })], { shardId: 'shardId-000000000001' });
    await world.newTrainer().train(first, neverUp);
    await world.newTrainer().train(again, neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
    world.expectExactlyOnce([...first, ...again]);
  });

  it('is counted as a duplicate once, also when that is delivered again', async () => {
    const world = new World();
    const records = delivered([bytesOf({ name: 'a' }), bytesOf({ name: 'a' })]);
    await world.newTrainer().train(records, neverUp);
    await world.newTrainer().train(records, neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
  });

  it(`is recognised while its id is among the last ${RECENT_IDS}`, async () => {
    const world = new World();
    const tiny = rowsOf(1);
    const data = Array.from({ length: RECENT_IDS + 1 }, (_, i) => bytesOf({ id: `r${i}`, rows: tiny }));
    const records = delivered([...data, data[1]]); // data[0] has just been forgotten
    await world.newTrainer().train(records, neverUp);
    expect(counted(world)).toMatchObject({ taken: RECENT_IDS + 1, duplicates: 1 });
  });

  it('is taken twice where it has no id', async () => {
    const world = new World();
    const twin = bytesOf({ id: null });
    await world.newTrainer().train(delivered([twin, twin]), neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 0 });
  });
});

describe('a record without an id', () => {
  const plain = bytesOf({ id: null, name: 'a' });
  const [original] = delivered([plain], { from: 42n });
  const again = wrapRedriven({ id: originId(original), record: plain });

  it('is known by where it stood when it is sent again', async () => {
    const world = new World();
    const records = [original, ...delivered([again, again], { from: 43n })];
    await world.newTrainer().train(records.slice(0, 1), neverUp);
    await world.newTrainer().train(records.slice(1), neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 2 });
    world.expectExactlyOnce(records);
  });

  it('is taken once when it is sent again twice and the original never came', async () => {
    const world = new World();
    await world.newTrainer().train(delivered([again, again], { from: 43n }), neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
  });

  it('that stood there on another shard is another', async () => {
    const world = new World();
    const other = delivered([plain], { from: 42n, shardId: 'shardId-000000000001' });
    await world.newTrainer().train(other, neverUp);
    await world.newTrainer().train(delivered([again], { from: 43n }), neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 0 });
  });
});

describe('sequence numbers', () => {
  it.each([
    ['9 before 10', 9n, 10n],
    ['56 digits, apart in the last', 10n ** 55n + 7n, 10n ** 55n + 8n],
    ['129 digits, apart in the last', 10n ** 128n + 1n, 10n ** 128n + 2n],
    ['56 before 129 digits', 9n * 10n ** 55n, 10n ** 128n],
  ])('are compared whole, as numbers: %s', async (_, earlier, later) => {
    const world = new World();
    const first = delivered([bytesOf({ name: 'a' })], { from: earlier });
    const second = delivered([bytesOf({ name: 'b' })], { from: later });
    await world.newTrainer().train(first, neverUp);
    await world.newTrainer().train(second, neverUp);
    expect(counted(world).taken).toBe(2);
    await world.newTrainer().train(first, neverUp);
    await world.newTrainer().train(second, neverUp);
    expect(counted(world).taken).toBe(2);
    world.expectExactlyOnce([...first, ...second]);
  });

  it('of one shard say nothing about another', async () => {
    const world = new World();
    const here = goodRecords(3, { shardId: 'shardId-000000000000', from: 100n });
    const there = goodRecords(3, { shardId: 'shardId-000000000001', from: 100n });
    await world.newTrainer().train(here, neverUp);
    await world.newTrainer().train(there, neverUp);
    await world.newTrainer().train(here, neverUp);
    expect(counted(world).taken).toBe(6);
    expect(world.snapshot().checkpoints.toJson()).toEqual([
      ['shardId-000000000000', '102'],
      ['shardId-000000000001', '102'],
    ]);
    world.expectExactlyOnce([...here, ...there]);
  });

  it('of a child shard may come before its parent is drained', async () => {
    const world = new World();
    const parent = goodRecords(6, { shardId: SHARD, from: 1n });
    const child = goodRecords(3, { shardId: 'shardId-000000000007', from: 1_000n });
    await world.newTrainer().train(parent.slice(0, 3), neverUp);
    await world.newTrainer().train(child, neverUp);
    await world.newTrainer().train(parent, neverUp);
    expect(counted(world).taken).toBe(9);
    world.expectExactlyOnce([...parent, ...child]);
  });
});
