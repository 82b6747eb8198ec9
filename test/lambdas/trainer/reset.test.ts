import { describe, expect, it } from 'vitest';
import type { OperationPorts } from '../../../lambdas/trainer/operation.ts';
import { type ResetResult, reset } from '../../../lambdas/trainer/reset.ts';
import { steer } from '../../../lambdas/trainer/steer.ts';
import { rollBackTo } from '../../../lambdas/trainer/steps.ts';
import type { Definition } from '../../../learning/definition.ts';
import { rowsInEffect } from '../../../learning/snapshot/ledger-row.ts';
import { decodeSections } from '../../../learning/snapshot/sections.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';
import { bytesOf, delivered, goodRecords } from '../../builders/stream.ts';
import { World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';

const records = goodRecords(10);
const wide = (name: string) => bytesOf({ name, rows: rowsOf(4, { seed: name, width: 3 }) });
const wideRecords = delivered(['a', 'b', 'c', 'd'].map(wide), { from: 11n });

/** A world in which two versions were made, and then the definition was given a third feature. */
async function changedWorld() {
  const world = new World();
  const trainer = world.newTrainer();
  await trainer.train(records.slice(0, 5), neverUp);
  await trainer.train(records.slice(5), neverUp);
  (world.definitions as Map<string, Definition>).set('clicks', definitionOf({ features: 3 }));
  return world;
}

function resetIn(world: World, confirm: (last: number) => Promise<boolean> = async () => true): Promise<ResetResult> {
  const definition = world.definitions.get('clicks') ?? definitionOf();
  return reset({ model: 'clicks', definition, ports: { ...world, history: world.store } }, { actor: 'ana' }, confirm);
}

describe('a model whose definition changed', () => {
  it('is refused by the trainer, then reset, and learns the batch that was refused', async () => {
    const world = await changedWorld();
    await expect(world.newTrainer().train(wideRecords, neverUp)).rejects.toThrow('`sluice models reset clicks`');
    expect(await resetIn(world)).toMatchObject({
      kind: 'reset',
      row: { version: 3, operation: { kind: 'reset', actor: 'ana' } },
    });
    await world.newTrainer().train(wideRecords, neverUp);
    expect(world.snapshot()).toMatchObject({ version: 4, lastCommit: { records: { taken: 4 } } });
    const { version: _v, lastCommit: _c, ...state } = decodeSections(world.bytes());
    expect(decodeSections(world.plainLoop([wideRecords], [0]))).toMatchObject(state);
  });

  it('keeps what it was in the history, and its ledger without a gap', async () => {
    const world = await changedWorld();
    await resetIn(world);
    expect(world.store.history).toHaveLength(3);
    const rows = world.ledger.rows('clicks');
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(rowsInEffect(rows).map(({ version }) => version)).toEqual([3]);
  });

  it('is asked about once, with what there was', async () => {
    const world = await changedWorld();
    const asked: number[] = [];
    world.store.onPut(1, 'conflict');
    await resetIn(world, async (last) => asked.push(last) > 0);
    expect(asked).toEqual([2]);
    expect(world.store.objects.size).toBe(1);
  });

  it('stays as it is when the answer is no', async () => {
    const world = await changedWorld();
    const bytes = world.bytes();
    expect(await resetIn(world, async () => false)).toEqual({ kind: 'declined', last: 2 });
    expect(world.bytes()).toEqual(bytes);
  });
});

describe('a reset', () => {
  it('starts a model again whose snapshot was deleted', async () => {
    const world = await changedWorld();
    world.store.delete('clicks');
    await expect(world.newTrainer().train(wideRecords, neverUp)).rejects.toThrow('its snapshot is gone');
    expect(await resetIn(world)).toMatchObject({ kind: 'reset', row: { version: 3 } });
    await world.newTrainer().train(wideRecords, neverUp);
    expect(world.snapshot().lastCommit?.records.taken).toBe(4);
  });

  it('starts a model again whose snapshot was damaged, under a version above all that were', async () => {
    const world = await changedWorld();
    world.store.overwrite('clicks', new Uint8Array(5));
    expect(await resetIn(world)).toMatchObject({ kind: 'reset', row: { version: 3 } });
  });

  it('learns the whole stream when it comes from its start, after the pipeline was deployed anew', async () => {
    const world = new World();
    await world.newTrainer().train(records, neverUp);
    await resetIn(world);
    await world.newTrainer().train(records, neverUp);
    expect(world.snapshot().lastCommit?.records).toEqual({ taken: 10, duplicates: 0, quarantined: 0 });
  });

  it('does nothing to a model that has learned nothing: never, or since its last reset', async () => {
    const world = await changedWorld();
    expect(await resetIn(new World())).toEqual({ kind: 'new', version: 0 });
    await resetIn(world);
    expect(await resetIn(world)).toEqual({ kind: 'new', version: 3 });
    expect(world.ledger.rows('clicks')).toHaveLength(3);
  });

  it.each(['unknown, applied', 'unknown, not applied', 'busy', 'unknown, applied before the next write'] as const)(
    'is made once through a write that ends as "%s"',
    async (fault) => {
      const world = await changedWorld();
      world.store.onPut(1, fault);
      expect(await resetIn(world)).toMatchObject({ kind: 'reset', row: { version: 3 } });
      expect(world.store.history).toHaveLength(3);
      expect(world.ledger.rows('clicks')).toHaveLength(3);
    },
  );

  it('is made once by a second try, wherever the first was killed', async () => {
    const deaths = await killedEverywhere(async (death, where) => {
      const world = await changedWorld();
      const [store, ledger, history] = [world.store, world.ledger, world.store].map((port) => death.of(port));
      const ports = { store, ledger, history, clock: world.clock } as OperationPorts;
      const definition = world.definitions.get('clicks') as Definition;
      if (!(await died(reset({ model: 'clicks', definition, ports }, { actor: 'ana' }, async () => true))))
        return false;
      await resetIn(world);
      await world.newTrainer().train(wideRecords, neverUp);
      expect(
        world.ledger.rows('clicks').map(({ version }) => version),
        where,
      ).toEqual([1, 2, 3, 4]);
      expect(world.snapshot().lastCommit?.records.taken).toBe(4);
      return true;
    });
    expect(deaths).toBeGreaterThanOrEqual(12);
  });

  it('can be undone: the version before is rolled back to', async () => {
    const world = new World();
    await world.newTrainer().train(records, neverUp);
    const before = world.snapshot().model.state;
    await resetIn(world);

    const ports = { ...world, history: world.store };
    const subject = { model: 'clicks', definition: definitionOf(), ports };
    await steer(subject, rollBackTo(1), { actor: 'ana' }, async () => true);
    expect(world.snapshot()).toMatchObject({ version: 3, lastCommit: { operation: { kind: 'rolledBack', from: 1 } } });
    expect(world.snapshot().model.state).toEqual(before);
    await world.newTrainer().train(records, neverUp); // delivered again, and in it already
    expect(world.snapshot().version).toBe(3);
  });
});
