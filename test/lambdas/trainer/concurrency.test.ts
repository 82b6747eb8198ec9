import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../learning/random.ts';
import { goodRecords } from '../../builders/stream.ts';
import { counted, World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';

/** Lets other callers go first, some turns of the event loop's microtasks, as the seed will have it. */
function turns(random: Random): () => Promise<void> {
  return async () => {
    for (let left = random.integer(6); left > 0; left--) await Promise.resolve();
  };
}

describe('eight functions on one model', () => {
  it.each([1, 2, 3, 4, 5])('all finish, with every record of eight shards in exactly once (seed %i)', async (seed) => {
    const world = new World();
    world.store.pause = turns(seededRandom(`eight/${seed}`));
    const shards = Array.from({ length: 8 }, (_, i) => goodRecords(24, { shardId: `shardId-00000000000${i}` }));
    await Promise.all(
      shards.map(async (records) => {
        const trainer = world.newTrainer();
        for (let from = 0; from < records.length; from += 6)
          await trainer.train(records.slice(from, from + 6), neverUp);
      }),
    );
    expect(counted(world)).toMatchObject({ taken: 8 * 24, duplicates: 0, quarantined: 0, rows: 8 * 24 * 4 });
    expect(world.snapshot().version).toBe(32);
    world.expectExactlyOnce(shards.flat());
    expect(world.telemetry.reports.some(({ conflicts }) => conflicts > 0)).toBe(true);
  });

  it.each([1, 2, 3])('that were given the very same batch take it once (seed %i)', async (seed) => {
    const world = new World();
    world.store.pause = turns(seededRandom(`same/${seed}`));
    const records = goodRecords(12);
    await Promise.all(Array.from({ length: 8 }, () => world.newTrainer().train(records, neverUp)));
    expect(counted(world).taken).toBe(12);
    world.expectExactlyOnce(records);
  });

  it.each([1, 2, 3])('that overlap on one shard, one of them behind, keep its order (seed %i)', async (seed) => {
    const world = new World();
    world.store.pause = turns(seededRandom(`overlap/${seed}`));
    const records = goodRecords(30);
    await Promise.all(
      [5, 10].map(async (size) => {
        const trainer = world.newTrainer();
        for (let from = 0; from < records.length; from += size)
          await trainer.train(records.slice(from, from + size), neverUp);
      }),
    );
    world.expectExactlyOnce(records);
  });
});
