import { describe, expect, it } from 'vitest';
import { IncompleteBatchError } from '../../../lambdas/trainer/commit.ts';
import { SnapshotGoneError } from '../../../lambdas/trainer/snapshot-cache.ts';
import { SnapshotError } from '../../../learning/snapshot/sections.ts';
import { definitionOf } from '../../builders/definition.ts';
import { bytesOf, delivered, goodRecords, unreadable } from '../../builders/stream.ts';
import { counted, sameBytes, World } from '../../builders/world.ts';
import { neverUp, upAfter } from '../../fakes/clock.ts';
import type { PutFault } from '../../fakes/snapshot-store.ts';

const records = goodRecords(20);
const first = records.slice(0, 10);
const second = records.slice(10);

/** A world whose first batch is in, and a warm trainer in it. */
async function warmWorld() {
  const world = new World();
  const trainer = world.newTrainer();
  await trainer.train(first, neverUp);
  return { world, trainer };
}

describe('a write of the snapshot', () => {
  const cases: [string, PutFault][] = [
    ['that met another (412)', 'conflict'],
    ['that met one under way (409)', 'busy'],
    ['of unknown outcome that was applied', 'unknown, applied'],
    ['of unknown outcome that was not applied', 'unknown, not applied'],
    ['of unknown outcome that is applied once the retry has begun', 'unknown, applied before the next write'],
    ['of unknown outcome that arrives after the retry', 'unknown, applied after the next write'],
  ];

  it.each(cases)('%s leaves every record in exactly once, in one call', async (_, fault) => {
    const { world, trainer } = await warmWorld();
    world.store.onPut(1, fault);
    await trainer.train(second, neverUp);
    expect(counted(world).taken).toBe(20);
    world.expectExactlyOnce(records);
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it.each(cases)('%s is survived at the first commit of a model too', async (_, fault) => {
    const world = new World();
    world.store.onPut(1, fault);
    await world.newTrainer().train(records, neverUp);
    world.expectExactlyOnce(records);
    expect(counted(world).taken).toBe(20);
  });

  it('that met a rival is made again on top of what the rival committed', async () => {
    const { world, trainer } = await warmWorld();
    const rivals = goodRecords(5, { shardId: 'shardId-000000000001' });
    await world.newTrainer().train(rivals, neverUp);
    await trainer.train(second, neverUp);
    expect(world.snapshot().version).toBe(3);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ received: 10, replayed: 0, conflicts: 1 });
    world.expectExactlyOnce([...records, ...rivals]);
  });

  it('that met a rival with the very same records finds nothing left to do', async () => {
    const { world, trainer } = await warmWorld();
    await world.newTrainer().train(second, neverUp);
    const bytes = world.bytes();
    world.clock.moveMs(1);
    await trainer.train(second, neverUp);
    expect(sameBytes(world.bytes(), bytes)).toBe(true);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ replayed: 10, commit: undefined });
    world.expectExactlyOnce(records);
  });

  it('that was applied without our knowing is reported as the commit that it is', async () => {
    const { world, trainer } = await warmWorld();
    world.store.onPut(1, 'unknown, applied');
    await trainer.train(second, neverUp);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ received: 10, replayed: 0, commit: { version: 2 } });
    world.expectExactlyOnce(records);
  });

  it('that is busy five times is taken as unknown, and tried again from a reload', async () => {
    const { world, trainer } = await warmWorld();
    for (let nth = 1; nth <= 5; nth++) world.store.onPut(nth, 'busy');
    await trainer.train(second, neverUp);
    expect(world.clock.sleeps.slice(0, 5)).toEqual([50, 100, 200, 400, 800]);
    world.expectExactlyOnce(records);
  });

  it('whose outcome stays unknown three times throws the cause; the next call finishes', async () => {
    const { world, trainer } = await warmWorld();
    for (let nth = 1; nth <= 3; nth++) world.store.onPut(nth, 'unknown, not applied');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('the connection was lost');
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it('that goes on being busy throws, and names the model', async () => {
    const { world, trainer } = await warmWorld();
    for (let nth = 1; nth <= 15; nth++) world.store.onPut(nth, 'busy');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('model clicks: the store answered 409 5 times');
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it('that goes on meeting others is given up when time is up; the next call finishes', async () => {
    const { world, trainer } = await warmWorld();
    for (let nth = 1; nth <= 100; nth++) world.store.onPut(nth, 'conflict');
    const aWhile = upAfter(35); // asked ten times a try for its records, and once more before a further try
    await expect(trainer.train(second, aWhile)).rejects.toThrow(
      'model clicks: time ran out after 4 tries to commit: 10 records left, from shardId-000000000000 11; they come again',
    );
    world.mend();
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it('that is refused for good throws; nothing is written until it is mended', async () => {
    const { world, trainer } = await warmWorld();
    const bytes = world.bytes();
    world.store.onPut(1, 'throws before');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('403: put');
    expect(sameBytes(world.bytes(), bytes)).toBe(true);
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });
});

describe('a crash', () => {
  it.each(['the same function', 'another one'])('before the load: %s goes on', async (who) => {
    const world = new World();
    const trainer = world.newTrainer();
    world.store.onGet(1);
    await expect(trainer.train(records, neverUp)).rejects.toThrow('503: get');
    expect(world.store.puts).toBe(0);
    await (who === 'the same function' ? trainer : world.newTrainer()).train(records, neverUp);
    world.expectExactlyOnce(records);
  });

  it.each(['the same function', 'another one'])('after the PUT: %s writes the ledger row', async (who) => {
    const { world, trainer } = await warmWorld();
    world.store.onPut(1, 'throws after');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('crashed after the PUT');
    expect(world.ledger.rows('clicks')).toHaveLength(1);
    await (who === 'the same function' ? trainer : world.newTrainer()).train(second, neverUp);
    expect(world.ledger.rows('clicks')).toHaveLength(2);
    world.expectExactlyOnce(records);
  });

  it('after the PUT leaves the ledger row to whoever comes next, with whatever records', async () => {
    const { world, trainer } = await warmWorld();
    const others = goodRecords(3, { shardId: 'shardId-000000000001' });
    world.store.onPut(1, 'throws after');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('crashed after the PUT');
    await world.newTrainer().train(others, neverUp);
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3]);
    world.expectExactlyOnce([...records, ...others]);
  });

  it.each(['the same function', 'another one'])('after the ledger write: %s goes on', async (who) => {
    const { world, trainer } = await warmWorld();
    world.ledger.onPut(1, 'after');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('crashed after the ledger write');
    await (who === 'the same function' ? trainer : world.newTrainer()).train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it('at any call of any port, in any batch, leaves every record in exactly once', async () => {
    const mixed = [...goodRecords(10), ...delivered([unreadable, bytesOf({ name: 'a' }), unreadable], { from: 11n })];
    const plant = [
      (world: World, nth: number) => world.store.onGet(nth),
      (world: World, nth: number) => world.store.onPut(nth, 'throws before'),
      (world: World, nth: number) => world.store.onPut(nth, 'throws after'),
      (world: World, nth: number) => world.ledger.onPut(nth, 'before'),
      (world: World, nth: number) => world.ledger.onPut(nth, 'after'),
      (world: World, nth: number) => world.quarantine.onPut(nth),
    ];
    for (const one of plant) {
      for (const other of plant) {
        for (let nth = 1; nth <= 4; nth++) {
          const world = new World();
          one(world, nth);
          other(world, nth + 1);
          let trainer = world.newTrainer();
          for (let from = 0; from < mixed.length; from += 4) {
            for (let tries = 0; tries < 10; tries++) {
              const done = await trainer.train(mixed.slice(from, from + 4), neverUp).then(
                () => true,
                () => false,
              );
              if (done) break;
              if (tries % 2 === 1) trainer = world.newTrainer();
            }
          }
          world.mend();
          await world.newTrainer().train(mixed, neverUp); // nothing may be left, but it loads, and so writes the last row
          world.expectExactlyOnce(mixed);
          expect(world.quarantine.objects.size).toBe(2);
        }
      }
    }
  });
});

describe('a ledger write that fails', () => {
  it('throws after the commit; the next call writes the row, and trains nothing twice', async () => {
    const { world, trainer } = await warmWorld();
    world.ledger.onPut(1, 'before');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('throttled: ledger');
    expect(world.snapshot().version).toBe(2);
    expect(world.ledger.rows('clicks')).toHaveLength(1);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ received: 10, commit: { version: 2 } });
    await trainer.train(second, neverUp);
    expect(world.snapshot().version).toBe(2);
    expect(world.telemetry.reports.at(-1)).toMatchObject({ received: 10, replayed: 10, commit: undefined });
    world.expectExactlyOnce(records);
  });

  it('again at the next load throws before anything is trained on top', async () => {
    const { world, trainer } = await warmWorld();
    world.ledger.onPut(1, 'before').onPut(2, 'before');
    await expect(trainer.train(second, neverUp)).rejects.toThrow('throttled: ledger');
    const more = goodRecords(5, { from: 21n });
    await expect(trainer.train(more, neverUp)).rejects.toThrow('throttled: ledger');
    expect(world.snapshot().version).toBe(2);
    await trainer.train(more, neverUp);
    world.expectExactlyOnce([...records, ...more]);
  });
});

describe('a quarantine that cannot be written', () => {
  it('stops at its record: what stands before is committed, the rest comes again', async () => {
    const world = new World();
    const mixed = [
      ...goodRecords(3),
      ...delivered([unreadable], { from: 4n }),
      ...goodRecords(2, { from: 5n }),
      ...delivered([unreadable], { from: 7n }),
      ...goodRecords(2, { from: 8n }),
    ];
    world.quarantine.onPut(2);
    const failed = await world
      .newTrainer()
      .train(mixed, neverUp)
      .catch((error) => error);
    expect(failed).toBeInstanceOf(IncompleteBatchError);
    expect(failed.message).toBe(
      'model clicks: quarantine failed: 3 records left, from shardId-000000000000 7; they come again',
    );
    expect(failed.cause).toEqual(new Error('503: quarantine'));
    expect(counted(world)).toMatchObject({ taken: 5, quarantined: 1 });
    await world.newTrainer().train(mixed, neverUp);
    expect(counted(world)).toMatchObject({ taken: 7, quarantined: 2 });
    world.expectExactlyOnce(mixed);
  });

  it('at the first record leaves everything as it was', async () => {
    const { world, trainer } = await warmWorld();
    const mixed = delivered([unreadable, bytesOf({ name: 'a' })], { from: 11n });
    world.quarantine.onPut(1);
    await expect(trainer.train(mixed, neverUp)).rejects.toThrow('2 records left, from shardId-000000000000 11');
    expect(world.snapshot().version).toBe(1);
    await trainer.train(mixed, neverUp);
    world.expectExactlyOnce([...first, ...mixed]);
  });
});

describe('time that runs out', () => {
  it('in the middle of a batch commits what is done, then throws; the next call goes on', async () => {
    const { world, trainer } = await warmWorld();
    await expect(trainer.train(second, upAfter(4))).rejects.toThrow(
      'model clicks: time ran out: 6 records left, from shardId-000000000000 15; they come again',
    );
    expect(counted(world).taken).toBe(14);
    expect(world.snapshot().checkpoints.toJson()).toEqual([['shardId-000000000000', '14']]);
    await trainer.train(second, neverUp);
    expect(counted(world).taken).toBe(20);
    world.expectExactlyOnce(records);
  });

  it('before the first record commits nothing', async () => {
    const { world, trainer } = await warmWorld();
    await expect(trainer.train(second, () => true)).rejects.toThrow('10 records left');
    expect(world.store.puts).toBe(1);
    await trainer.train(second, neverUp);
    world.expectExactlyOnce(records);
  });

  it('again and again still gets through, a record a call', async () => {
    const world = new World();
    const trainer = world.newTrainer();
    for (let call = 1; call < first.length; call++) {
      await expect(trainer.train(first, upAfter(1))).rejects.toThrow('time ran out');
    }
    await trainer.train(first, upAfter(1));
    expect(world.snapshot().version).toBe(10);
    world.expectExactlyOnce(first);
  });
});

describe('a snapshot that cannot be used', () => {
  it('is refused with the name of its model, and never trained on', async () => {
    const { world } = await warmWorld();
    const damaged = world.bytes();
    damaged[100] ^= 1;
    const puts = world.store.puts + world.ledger.puts;
    const failed = await world
      .newTrainer()
      .train(second, neverUp)
      .catch((error) => error);
    expect(failed).toBeInstanceOf(SnapshotError);
    expect(failed.message).toBe(
      `model clicks: its snapshot cannot be used: damaged or truncated: the checksum does not fit the ${damaged.length} bytes: ` +
        '`sluice models restore clicks` brings back the last version that can',
    );
    expect(world.store.puts + world.ledger.puts).toBe(puts);
  });

  it('because its definition changed says so, and what to do', async () => {
    const { world } = await warmWorld();
    const changed = new World({ clicks: definitionOf({ scaler: 'minmax' }) });
    changed.store.objects.set('clicks', { bytes: world.bytes(), etag: '"1"' });
    await expect(changed.newTrainer().train(second, neverUp)).rejects.toThrow(
      /^model clicks: its snapshot cannot be used: made for .*"standard".* undo that change, or start from nothing with `sluice models reset clicks`, or give the model a new name$/,
    );
    expect(changed.store.puts).toBe(0);
  });

  it('of a later format is for the code that wrote it, and nothing goes back', async () => {
    const { world } = await warmWorld();
    world.store.overwrite('clicks', world.bytes().with(8, 2));
    await expect(world.newTrainer().train(second, neverUp)).rejects.toThrow(
      'model clicks: its snapshot cannot be used: format version 2: this code reads version 1: deploy the code that wrote it, or newer',
    );
  });

  it('that is gone is not started again from nothing: the ledger knows that there was one', async () => {
    const { world, trainer } = await warmWorld();
    world.store.delete('clicks');
    const gone =
      'model clicks: its snapshot is gone, but the ledger knows 1 versions of it: `sluice models restore clicks` ' +
      'brings back the last good one, `sluice models reset clicks` starts from nothing';
    await expect(trainer.train(second, neverUp)).rejects.toThrow(gone); // the warm function meets 404 on its condition
    await expect(trainer.train(second, neverUp)).rejects.toThrow(gone);
    await expect(world.newTrainer().train(second, neverUp)).rejects.toThrow(SnapshotGoneError);
    expect(world.store.objects.size).toBe(0);
    expect(world.ledger.rows('clicks')).toHaveLength(1);
  });

  it('that is not there yet costs one read of the ledger, and none once it is', async () => {
    const { world, trainer } = await warmWorld();
    expect(world.ledger.reads).toBe(1);
    await trainer.train(second, neverUp);
    await world.newTrainer().train(second, neverUp);
    expect(world.ledger.reads).toBe(1);
  });

  it('that another call commits for the first time in between is taken, not missed', async () => {
    const world = new World();
    const rivals = goodRecords(5, { shardId: 'shardId-000000000001' });
    const { get } = world.store;
    world.store.get = async (model) => {
      world.store.get = get;
      const nothing = await world.store.get(model);
      await world.newTrainer().train(rivals, neverUp);
      return nothing;
    };
    await world.newTrainer().train(records, neverUp);
    world.expectExactlyOnce([...records, ...rivals]);
  });

  it('that is gone before its ledger row was written leaves nothing that counts: the batch comes again', async () => {
    const world = new World();
    world.store.onPut(1, 'throws after');
    await expect(world.newTrainer().train(records, neverUp)).rejects.toThrow('crashed after the PUT');
    world.store.delete('clicks');
    await world.newTrainer().train(records, neverUp);
    expect(world.snapshot()).toMatchObject({ version: 1, lastCommit: { records: { taken: 20 } } });
  });
});
