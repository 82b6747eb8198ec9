import { describe, expect, it } from 'vitest';
import type { PutOutcome } from '../../../lambdas/ports.ts';
import type { OperationPorts } from '../../../lambdas/trainer/operation.ts';
import { type RestorePlan, type RestoreResult, restore } from '../../../lambdas/trainer/restore.ts';
import { rowsInEffect } from '../../../learning/snapshot/ledger-row.ts';
import { decodeSections } from '../../../learning/snapshot/sections.ts';
import { definitionOf } from '../../builders/definition.ts';
import { goodRecords } from '../../builders/stream.ts';
import { sameBytes, World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';
import type { PutFault } from '../../fakes/snapshot-store.ts';

const records = goodRecords(40);
const batches = [records.slice(0, 10), records.slice(10, 20), records.slice(20, 30)];
const last = records.slice(30);
const author = { actor: 'ana', reason: 'overwritten by a script' };
const garbage = new TextEncoder().encode('not a snapshot at all, but something that somebody put there');

/** A world with three versions of its model. */
async function worldOfThree() {
  const world = new World();
  const trainer = world.newTrainer();
  for (const batch of batches) await trainer.train(batch, neverUp);
  return { world, trainer };
}

function restoreIn(world: World, version?: number, confirm = async (_: RestorePlan) => true): Promise<RestoreResult> {
  const definition = world.definitions.get('clicks') ?? definitionOf();
  const subject = { model: 'clicks', definition, ports: { ...world, history: world.store } };
  return restore(subject, version, author, confirm);
}

/** All of a snapshot but which version it is. */
function stateOf(bytes: Uint8Array) {
  const { version: _v, lastCommit: _c, ...state } = decodeSections(bytes);
  return state;
}

/** What a plain loop makes of records that come in one piece. */
const plain = (world: World, from: typeof records) => stateOf(world.plainLoop([from], [0]));

describe.each<[string, (world: World) => void, string]>([
  ['overwritten', (world) => world.store.overwrite('clicks', garbage), 'not a snapshot: it does not begin with SLUICE'],
  ['cut', (world) => world.store.overwrite('clicks', world.bytes().subarray(0, 20)), 'truncated: 20 bytes'],
  ['deleted', (world) => world.store.delete('clicks'), 'it is gone'],
])('a snapshot that was %s', (_, harm, problem) => {
  it('is what it was again, by a commit of its own', async () => {
    const { world } = await worldOfThree();
    const before = world.bytes();
    harm(world);
    const result = await restoreIn(world);
    expect(result).toMatchObject({ kind: 'restored', plan: { problem, from: 3, last: 3 }, row: { version: 4 } });
    expect(stateOf(world.bytes())).toEqual(stateOf(before));
    expect(world.snapshot().version).toBe(4);
    expect(world.ledger.rows('clicks').at(-1)).toEqual({
      ...world.ledger.rows('clicks').at(-2),
      version: 4,
      records: { taken: 0, duplicates: 0, quarantined: 0 },
      rows: 0,
      segments: [],
      committedAtMs: world.clock.nowMs(),
      operation: { kind: 'restored', from: 3, ...author },
    });
  });

  it('goes on as if nothing had happened: cold or warm, with what the stream delivers again', async () => {
    const { world, trainer } = await worldOfThree();
    harm(world);
    await expect(trainer.train(last, neverUp)).rejects.toThrow('`sluice models restore clicks`');
    await restoreIn(world);
    await trainer.train(records.slice(25), neverUp);
    await world.newTrainer().train(records, neverUp);
    expect(stateOf(world.bytes())).toEqual(plain(world, records));
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is restored once: a second time finds it good', async () => {
    const { world } = await worldOfThree();
    harm(world);
    await restoreIn(world);
    const bytes = world.bytes();
    expect(await restoreIn(world)).toEqual({ kind: 'good', version: 4 });
    expect(sameBytes(world.bytes(), bytes)).toBe(true);
  });

  it('is left as it is when the answer is no', async () => {
    const { world } = await worldOfThree();
    harm(world);
    const puts = world.store.puts;
    expect(await restoreIn(world, undefined, async () => false)).toMatchObject({ kind: 'declined', plan: { from: 3 } });
    expect(world.store.puts).toBe(puts);
  });

  it('with the version that is asked for takes again what the stream still holds', async () => {
    const { world } = await worldOfThree();
    harm(world);
    const result = await restoreIn(world, 1);
    expect(result).toMatchObject({ kind: 'restored', plan: { from: 1, last: 3 }, row: { version: 4 } });
    expect(world.snapshot().checkpoints.toJson()).toEqual([['shardId-000000000000', '10']]);
    await world.newTrainer().train(records, neverUp); // the pipeline was deployed anew: the stream comes from its start
    expect(stateOf(world.bytes())).toEqual(plain(world, records));
    const rows = world.ledger.rows('clicks');
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(rowsInEffect(rows).map(({ version }) => version)).toEqual([1, 4, 5]);
    expect(rowsInEffect(rows).reduce((sum, row) => sum + row.records.taken, 0)).toBe(40);
  });

  it('whose version is not kept stays as it is', async () => {
    const { world } = await worldOfThree();
    harm(world);
    expect(await restoreIn(world, 7)).toMatchObject({ kind: 'none', problem });
    expect(world.snapshot.bind(world)).toThrow();
  });

  const faults: PutFault[] = [
    'conflict',
    'busy',
    'unknown, applied',
    'unknown, not applied',
    'unknown, applied before the next write',
    'unknown, applied after the next write',
  ];
  it.each(faults)('is restored once through a write that ends as "%s"', async (fault) => {
    const { world } = await worldOfThree();
    harm(world);
    world.store.onPut(1, fault);
    expect(await restoreIn(world)).toMatchObject({ kind: 'restored', row: { version: 4 } });
    await world.newTrainer().train(records, neverUp);
    expect(stateOf(world.bytes())).toEqual(plain(world, records));
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(['throws before', 'throws after'] as const)('is restored by another try when a write %s', async (fault) => {
    const { world } = await worldOfThree();
    harm(world);
    world.store.onPut(1, fault);
    await expect(restoreIn(world)).rejects.toThrow();
    await restoreIn(world);
    await world.newTrainer().train(records, neverUp);
    expect(stateOf(world.bytes())).toEqual(plain(world, records));
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is what it was again by a second try, wherever the first was killed', async () => {
    const deaths = await killedEverywhere(async (death, where) => {
      const { world } = await worldOfThree();
      harm(world);
      const [store, ledger, history] = [world.store, world.ledger, world.store].map((port) => death.of(port));
      const ports = { store, ledger, history, clock: world.clock } as OperationPorts;
      if (
        !(await died(
          restore({ model: 'clicks', definition: definitionOf(), ports }, undefined, author, async () => true),
        ))
      )
        return false;
      await restoreIn(world);
      await world.newTrainer().train(records, neverUp);
      expect(stateOf(world.bytes()), where).toEqual(plain(world, records));
      expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
      return true;
    });
    expect(deaths).toBeGreaterThanOrEqual(12);
  });

  it('whose row could not be written gets it from whoever comes next', async () => {
    const { world } = await worldOfThree();
    harm(world);
    world.ledger.onPut(1, 'before');
    await expect(restoreIn(world)).rejects.toThrow('throttled: ledger');
    await world.newTrainer().train(last, neverUp);
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a restore', () => {
  it('skips versions that are damaged too, and says how many commits are lost', async () => {
    const { world } = await worldOfThree();
    const [, second, third] = world.store.history;
    third.bytes[100] ^= 1;
    second.bytes[100] ^= 1;
    world.store.overwrite('clicks', garbage).overwrite('clicks', garbage);
    expect(await restoreIn(world)).toMatchObject({ kind: 'restored', plan: { from: 1, last: 3 }, row: { version: 4 } });
  });

  it('writes the ledger row that the last version still lacks, so that the ledger has no gap', async () => {
    const { world, trainer } = await worldOfThree();
    world.ledger.onPut(1, 'before');
    await expect(trainer.train(last, neverUp)).rejects.toThrow('throttled: ledger');
    world.store.overwrite('clicks', garbage);
    expect(await restoreIn(world)).toMatchObject({ plan: { from: 4, last: 4 }, row: { version: 5 } });
    expect(world.ledger.rows('clicks').map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a good snapshot does nothing, whatever version is asked for', async () => {
    const { world } = await worldOfThree();
    expect(await restoreIn(world)).toEqual({ kind: 'good', version: 3 });
    expect(await restoreIn(world, 1)).toEqual({ kind: 'good', version: 3 });
  });

  it('says that there is none where nothing that is kept fits the definition', async () => {
    const { world } = await worldOfThree();
    const ports = { ...world, history: world.store };
    const changed = { model: 'clicks', definition: definitionOf({ features: 3 }), ports };
    const result = await restore(changed, undefined, author, async () => true);
    expect(result).toMatchObject({ kind: 'none', looked: 3, why: expect.stringMatching(/^made for /) });
  });

  it('of a model that never was finds nothing', async () => {
    expect(await restoreIn(new World())).toEqual({ kind: 'none', problem: 'it is gone', looked: 0, why: undefined });
  });

  it('that meets another restore leaves one', async () => {
    const { world } = await worldOfThree();
    world.store.overwrite('clicks', garbage);
    const results = await Promise.all([restoreIn(world), restoreIn(world)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['good', 'restored']);
    expect(world.ledger.rows('clicks')).toHaveLength(4);
  });

  it('that always comes second gives up, and says so', async () => {
    const { world } = await worldOfThree();
    world.store.overwrite('clicks', garbage);
    world.store.put = async (): Promise<PutOutcome> => ({ kind: 'conflict' });
    await expect(restoreIn(world)).rejects.toThrow('model clicks: another commit came first 10 times');
  });

  it('finds its own commit under those that the trainer made on top of it', async () => {
    const { world } = await worldOfThree();
    world.store.overwrite('clicks', garbage);
    world.store.onPut(1, 'unknown, applied');
    const { sleepMs } = world.clock;
    world.clock.sleepMs = async (ms) => {
      world.clock.sleepMs = sleepMs;
      await world.newTrainer().train(last, neverUp);
      await world.clock.sleepMs(ms);
    };
    expect(await restoreIn(world, 2)).toMatchObject({ kind: 'restored', row: { version: 4 } });
    expect(world.snapshot().version).toBe(5);
  });
});
