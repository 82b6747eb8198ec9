import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../learning/random.ts';
import type { LabelCounts } from '../../../learning/snapshot/ledger-row.ts';
import { RECENT_IDS } from '../../../learning/snapshot/recent-ids.ts';
import { RECORD_LABELS_MAX } from '../../../records/limits.ts';
import { originId, wrapRedriven } from '../../../records/redriven.ts';
import { rowId } from '../../../records/row-id.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';
import { bytesOf, delivered, goodRecords, labelBytes, unreadable } from '../../builders/stream.ts';
import { counted, sameBytes, World } from '../../builders/world.ts';
import { neverUp, upAfter } from '../../fakes/clock.ts';

const ids = (count: number, name = 'row') => Array.from({ length: count }, (_, i) => `${name}-${i}`);
const DAY_MS = 86_400_000;

/** Sums of what became of labels, by the ledger. */
function labelsCounted(world: World): LabelCounts {
  const totals = { joined: 0, unknown: 0, late: 0, twice: 0 };
  for (const { labels } of world.ledger.rows('clicks')) {
    for (const outcome of Object.keys(totals) as (keyof LabelCounts)[]) totals[outcome] += labels?.[outcome] ?? 0;
  }
  return totals;
}

describe('labels', () => {
  it('bring the rows that are remembered under their ids, in the order of the labels', async () => {
    const world = new World();
    const rows = rowsOf(3);
    world.remember(['a', 'b', 'c'], { rows });
    await world.newTrainer().train(
      delivered([
        labelBytes([
          ['c', 0],
          ['a', 1],
        ]),
      ]),
      neverUp,
    );
    const { X, y } = world.snapshot().pending.takeAll();
    expect(Array.from(X)).toEqual([...rows.X.subarray(4, 6), ...rows.X.subarray(0, 2)]);
    expect(Array.from(y)).toEqual([0, 1]);
    expect(world.ledger.rows('clicks')[0]).toMatchObject({
      records: { taken: 1, duplicates: 0, quarantined: 0 },
      rows: 2,
      labels: { joined: 2, unknown: 0, late: 0, twice: 0 },
    });
  });

  it('make the bytes that a plain loop makes of the same rows, sent with their labels', async () => {
    const rows = rowsOf(40, { seed: 'both' });
    const names = ids(40);
    const labelled = new World();
    labelled.remember(names, { rows });
    const cuts = Array.from({ length: 10 }, (_, i) => names.slice(4 * i, 4 * i + 4));
    const labels = cuts.map((cut, i) =>
      labelBytes(
        cut.map((id, j) => [id, rows.y[4 * i + j] as 0 | 1]),
        { id: `r${i}` },
      ),
    );
    await labelled.newTrainer().train(delivered(labels), neverUp);
    const plain = new World();
    const whole = cuts.map((_, i) => {
      const [X, y] = [rows.X.slice(8 * i, 8 * i + 8), rows.y.slice(4 * i, 4 * i + 4)];
      return bytesOf({ id: `r${i}`, rows: { count: 4, width: 2, X, y } });
    });
    await plain.newTrainer().train(delivered(whole), neverUp);
    const { labels: counts, ...row } = labelled.ledger.rows('clicks')[0];
    expect(counts).toEqual({ joined: 40, unknown: 0, late: 0, twice: 0 });
    expect(row).toEqual(plain.ledger.rows('clicks')[0]);
    labelled.expectExactlyOnce(delivered(labels));
  });

  it('of which some fail leave the others of their record as they are, and each reason is counted', async () => {
    const world = new World();
    world.remember(['here', 'twice']);
    world.remember(['over'], { forMs: 0 });
    const records = delivered([labelBytes(['twice']), labelBytes(['twice', 'here', 'never', 'over', 'here'])]);
    await world.newTrainer().train(records, neverUp);
    expect(labelsCounted(world)).toEqual({ joined: 2, unknown: 1, late: 1, twice: 2 });
    expect(counted(world)).toMatchObject({ taken: 2, rows: 2 });
  });

  it.each([
    ['late', 'longer ago than rows are remembered', -8 * DAY_MS],
    ['unknown', 'lately', -6 * DAY_MS],
  ])('without a row are %s by an id that was made %s', async (outcome, _, agoMs) => {
    const world = new World();
    const id = rowId(world.clock.nowMs() + agoMs, new Uint8Array(10));
    await world.newTrainer().train(delivered([labelBytes([id])]), neverUp);
    expect(labelsCounted(world)).toMatchObject({ [outcome]: 1 });
  });

  it('of rows whose features the definition does not have any more are unknown', async () => {
    const world = new World({ clicks: definitionOf({ features: ['a', 'b'] }) });
    const before = new World({ clicks: definitionOf({ features: ['b', 'a'] }) });
    before.remember(['x']);
    world.rememberedRows.rows.set('clicks/x', before.rememberedRows.rows.get('clicks/x') as never);
    await world.newTrainer().train(delivered([labelBytes(['x'])]), neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 0, unknown: 1 });
  });

  it('of another model are unknown', async () => {
    const world = new World({ clicks: definitionOf(), other: definitionOf() });
    world.remember(['x'], { model: 'other' });
    await world.newTrainer().train(delivered([labelBytes(['x'])]), neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 0, unknown: 1 });
  });

  it(`cost one claim each, as many as 50 at once, ${RECORD_LABELS_MAX} in a record`, async () => {
    const world = new World();
    const names = ids(RECORD_LABELS_MAX);
    world.remember(names);
    await world.newTrainer().train(delivered([labelBytes(names)]), neverUp);
    expect(labelsCounted(world).joined).toBe(RECORD_LABELS_MAX);
    expect(world.rememberedRows.claims).toBe(RECORD_LABELS_MAX);
    expect(world.rememberedRows.concurrentMax).toBe(50);
  });

  it('are not asked for where there are none', async () => {
    const world = new World();
    await world.newTrainer().train([...goodRecords(5), ...delivered([unreadable], { from: 6n })], neverUp);
    expect(world.rememberedRows.claims).toBe(0);
    expect(world.ledger.rows('clicks')[0].labels).toBeUndefined();
  });
});

describe('a row', () => {
  it('that two records of a batch have a label for is learned with the label of the earlier one', async () => {
    const world = new World();
    world.remember(['a']);
    const records = delivered([labelBytes([['a', 0]]), labelBytes([['a', 1]])]);
    await world.newTrainer().train(records, neverUp);
    expect(Array.from(world.snapshot().pending.takeAll().y)).toEqual([0]);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 1 });
    world.expectExactlyOnce(records);
  });

  it('is learned once, whoever sends its label again later, on whatever shard', async () => {
    const world = new World();
    world.remember(['a']);
    const first = delivered([labelBytes(['a'])]);
    const again = delivered([labelBytes(['a'])], { shardId: 'shardId-000000000001' });
    await world.newTrainer().train(first, neverUp);
    await world.newTrainer().train(again, neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 1 });
    world.expectExactlyOnce([...first, ...again]);
  });

  it('whose label came in time is learned by the redelivery after its time is over', async () => {
    const world = new World();
    world.remember(['a'], { forMs: 1_000 });
    const records = delivered([labelBytes(['a'])]);
    world.store.onPut(1, 'throws before');
    await expect(world.newTrainer().train(records, neverUp)).rejects.toThrow('403: put');
    world.clock.moveMs(7 * DAY_MS);
    await world.newTrainer().train(records, neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, late: 0 });
    expect(world.rememberedRows.rows.get('clicks/a')?.expiresAtMs).toBeGreaterThan(world.clock.nowMs());
  });

  it('is free for another record when the model knew the first one as a repeat', async () => {
    const world = new World();
    world.remember(['a']);
    const records = delivered([bytesOf({ id: 'r' }), labelBytes(['a'], { id: 'r' }), labelBytes(['a'], { id: 's' })]);
    await world.newTrainer().train(records, neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 1 });
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 0 });
  });

  it(`is claimed also by a record whose id is forgotten within the batch, ${RECENT_IDS} later`, async () => {
    const world = new World();
    world.remember(['a']);
    const tiny = rowsOf(1);
    const before = Array.from({ length: RECENT_IDS }, (_, i) => bytesOf({ id: `r${i}`, rows: tiny }));
    await world.newTrainer().train(delivered(before), neverUp);
    const batch = [bytesOf({ id: 'new', rows: tiny }), labelBytes(['a'], { id: 'r0' })]; // 'new' makes 'r0' forgotten
    await world.newTrainer().train(delivered(batch, { from: BigInt(RECENT_IDS + 1) }), neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 1 });
    world.expectExactlyOnce(delivered([...before, ...batch]));
  });
});

describe('a record of labels', () => {
  it('is taken once when it was given up after its claims, and is sent again by its place in the stream', async () => {
    const world = new World();
    world.remember(['a', 'b']);
    const data = labelBytes(['a', 'b']);
    const [original] = delivered([data]);
    world.store.onPut(1, 'throws before');
    await expect(world.newTrainer().train([original], neverUp)).rejects.toThrow('403: put');
    const again = wrapRedriven({ id: originId(original), record: data });
    const redriven = delivered([again, again], { from: 50n });
    await world.newTrainer().train(redriven, neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1, rows: 2 });
    world.expectExactlyOnce(redriven);
  });

  const afterOthers = async (others: number) => {
    const world = new World();
    world.remember(['a']);
    const record = labelBytes(['a'], { id: 'labels of today' });
    await world.newTrainer().train(delivered([record]), neverUp);
    const tiny = rowsOf(1);
    const data = Array.from({ length: others }, (_, i) => bytesOf({ id: `r${i}`, rows: tiny }));
    await world.newTrainer().train(delivered(data, { from: 2n }), neverUp);
    return { world, again: delivered([record], { from: 10_000n }) };
  };

  it.each([
    ['a duplicate', RECENT_IDS - 1, { duplicates: 1 }],
    ['one whose rows are taken, when the model has forgotten its id', RECENT_IDS, { duplicates: 0 }],
  ])('that is sent again is %s: no row is learned twice', async (_, others, expected) => {
    const { world, again } = await afterOthers(others);
    await world.newTrainer().train(again, neverUp);
    expect(counted(world)).toMatchObject(expected);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 1 - expected.duplicates });
  });

  it('that was never taken keeps its rows, also when it is sent again from elsewhere', async () => {
    const world = new World();
    world.remember(['a']);
    const record = labelBytes(['a'], { id: 'r' });
    world.store.onPut(1, 'throws before');
    await expect(world.newTrainer().train(delivered([record]), neverUp)).rejects.toThrow('403: put');
    await world.newTrainer().train(delivered([record], { shardId: 'shardId-000000000001' }), neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 0 });
    await world.newTrainer().train(delivered([record]), neverUp);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1 });
  });

  it('that waited while the model took many others keeps its rows', async () => {
    const world = new World();
    world.remember(['a']);
    const records = delivered([labelBytes(['a'], { id: 'r' })]);
    world.store.onPut(1, 'throws before');
    await expect(world.newTrainer().train(records, neverUp)).rejects.toThrow('403: put');
    const tiny = rowsOf(1);
    const others = Array.from({ length: RECENT_IDS + 1 }, (_, i) => bytesOf({ id: `r${i}`, rows: tiny }));
    await world.newTrainer().train(delivered(others, { shardId: 'shardId-000000000001' }), neverUp);
    await world.newTrainer().train(records, neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 1, twice: 0 });
  });

  it('is learned again from the same rows when the model goes back to before it', async () => {
    const world = new World();
    world.remember(['a', 'b']);
    const before = delivered([bytesOf({ name: 'x' })]);
    const records = delivered([labelBytes(['a', 'b'])], { from: 2n });
    await world.newTrainer().train(before, neverUp);
    const stored = world.bytes();
    await world.newTrainer().train(records, neverUp);
    const after = world.bytes();
    world.store.overwrite('clicks', stored);
    await world.newTrainer().train(records, neverUp);
    expect(sameBytes(world.bytes(), after)).toBe(true);
  });

  it.each(['before', 'after'] as const)(
    'comes again when a claim fails %s it has effect; what stands before it is committed',
    async (when) => {
      const world = new World();
      world.remember(['a', 'b', 'c']);
      const records = delivered([bytesOf(), labelBytes(['a']), labelBytes(['b', 'c']), bytesOf({ name: 'after' })]);
      world.rememberedRows.onClaim(3, when);
      await expect(world.newTrainer().train(records, neverUp)).rejects.toThrow(
        'model clicks: labels could not be joined: 2 records left, from shardId-000000000000 3; they come again',
      );
      expect(counted(world)).toMatchObject({ taken: 2, rows: 5 });
      await world.newTrainer().train(records, neverUp);
      expect(labelsCounted(world)).toEqual({ joined: 3, unknown: 0, late: 0, twice: 0 });
      world.expectExactlyOnce(records);
    },
  );

  it('comes again when the time runs out between its claims, and those before it are in', async () => {
    const world = new World();
    const names = ids(130);
    world.remember(names);
    const records = delivered([labelBytes(names.slice(0, 3)), labelBytes(names.slice(3))]);
    await expect(world.newTrainer().train(records, upAfter(0))).rejects.toThrow('time ran out: 1 records left');
    await expect(world.newTrainer().train(records, upAfter(0))).rejects.toThrow('time ran out: 1 records left');
    await world.newTrainer().train(records, neverUp);
    expect(labelsCounted(world)).toMatchObject({ joined: 130, twice: 0 });
    world.expectExactlyOnce(records);
  });

  it('is claimed again when its commit meets another and is made again', async () => {
    const world = new World();
    world.remember(ids(5));
    world.store.onPut(1, 'conflict').onPut(2, 'conflict');
    await world.newTrainer().train(delivered([labelBytes(ids(5))]), neverUp);
    expect(world.rememberedRows.claims).toBe(15);
    expect(labelsCounted(world)).toMatchObject({ joined: 5 });
  });
});

describe('eight functions that have labels for the same rows', () => {
  it.each([1, 2, 3])('all finish, and each row is learned by one of them (seed %i)', async (seed) => {
    const world = new World();
    const random = seededRandom(`labels/${seed}`);
    const pause = async () => {
      for (let left = random.integer(6); left > 0; left--) await Promise.resolve();
    };
    world.store.pause = pause;
    world.rememberedRows.pause = pause;
    const names = ids(30);
    world.remember(names);
    const shards = Array.from({ length: 8 }, (_, shard) => {
      const data = names.map((_, i) => labelBytes([names[(i + 5 * shard) % 30], names[(i * 7) % 30]]));
      return delivered(data, { shardId: `shardId-00000000000${shard}` });
    });
    await Promise.all(
      shards.map(async (records) => {
        const trainer = world.newTrainer();
        for (let from = 0; from < 30; from += 6) await trainer.train(records.slice(from, from + 6), neverUp);
      }),
    );
    expect(labelsCounted(world)).toMatchObject({ joined: 30, unknown: 0, late: 0, twice: 8 * 30 * 2 - 30 });
    expect(world.telemetry.reports.some(({ conflicts }) => conflicts > 0)).toBe(true);
    world.expectExactlyOnce(shards.flat());
  });
});

describe('whatever is delivered how often, in whatever cuts', () => {
  const names = ids(12);
  const anyLabels = fc.array(fc.tuple(fc.constantFrom(...names, 'never'), fc.constantFrom(0 as const, 1 as const)), {
    minLength: 1,
    maxLength: 4,
  });
  const anyRecord = fc.oneof(
    anyLabels.map((labels) => labelBytes(labels)),
    fc.tuple(anyLabels, fc.nat(5)).map(([labels, id]) => labelBytes(labels, { id: `id-${id}` })),
    fc.nat(5).map((name) => bytesOf({ name: `id-${name}` })),
    fc.constant(unreadable),
  );
  const anyDelivery = fc.record({
    back: fc.nat(6),
    count: fc.nat(5),
    fault: fc.constantFrom('none', 'none', 'claim before', 'claim after', 'put before', 'put after', 'put unknown'),
    nth: fc.integer({ min: 1, max: 4 }),
  });

  it('each row is learned at most once, the model is a plain loop over rows joined by hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { minLength: 1, maxLength: 14 }),
        fc.array(anyDelivery, { maxLength: 10 }),
        async (data, deliveries) => {
          const world = new World();
          world.remember(names);
          const records = delivered(data);
          let trainer = world.newTrainer();
          let reached = 0;
          for (const { back, count, fault, nth } of deliveries) {
            if (fault === 'claim before') world.rememberedRows.onClaim(nth, 'before');
            if (fault === 'claim after') world.rememberedRows.onClaim(nth, 'after');
            if (fault === 'put before') world.store.onPut(1, 'throws before');
            if (fault === 'put after') world.store.onPut(1, 'throws after');
            if (fault === 'put unknown') world.store.onPut(1, 'unknown, applied');
            const from = Math.max(0, reached - back);
            const done = await trainer.train(records.slice(from, from + count), neverUp).then(
              () => true,
              () => false,
            );
            if (done) reached = Math.min(Math.max(reached, from + count), records.length);
            else trainer = world.newTrainer();
            world.mend();
          }
          await world.newTrainer().train(records.slice(reached), neverUp);
          await world.newTrainer().train(records, neverUp);
          world.expectExactlyOnce(records);
          const learned = labelsCounted(world).joined;
          const claimed = [...world.rememberedRows.rows.values()].filter(({ claimedBy }) => claimedBy !== undefined);
          expect(learned).toBe(claimed.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
