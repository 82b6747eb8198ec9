import { describe, expect, it } from 'vitest';
import { type ImportPlan, type ImportResult, importModel } from '../../../lambdas/trainer/import.ts';
import type { OperationPorts } from '../../../lambdas/trainer/operation.ts';
import type { Definition } from '../../../learning/definition.ts';
import { createModel } from '../../../learning/model.ts';
import { rowsInEffect } from '../../../learning/snapshot/ledger-row.ts';
import { joinStates } from '../../../learning/state.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';
import { goodRecords } from '../../builders/stream.ts';
import { World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';

const records = goodRecords(10);

/** A model that has learned elsewhere. */
function learnedElsewhere(definition = definitionOf()) {
  const model = createModel(definition);
  model.observe(rowsOf(300, { seed: 'elsewhere', width: definition.features.length }));
  return model;
}

function importInto(world: World, confirm = async (_: ImportPlan) => true, ports = {}): Promise<ImportResult> {
  const definition = world.definitions.get('clicks') ?? definitionOf();
  const all: OperationPorts = { ...world, history: world.store, ...ports };
  const subject = { model: 'clicks', definition, ports: all };
  return importModel(subject, learnedElsewhere(definition), 'sluice', { actor: 'ana', reason: 'a test' }, confirm);
}

/** A world whose model has taken records: two segments of ten rows, and two rows wait. */
async function taughtWorld() {
  const world = new World();
  await world.newTrainer().train(records.slice(0, 5), neverUp);
  await world.newTrainer().train(records.slice(5, 8), neverUp);
  return world;
}

const modelState = (model: ReturnType<typeof createModel>) => joinStates({ model });
const operation = { kind: 'imported', from: 'sluice', actor: 'ana', reason: 'a test' };
const unasked = async (): Promise<boolean> => {
  throw new Error('nobody should be asked');
};

describe('a model that is imported', () => {
  it('begins at version 1 where there was none, without a question, and learns the stream from its start', async () => {
    const world = new World();
    const result = await importInto(world, unasked);
    expect(result).toMatchObject({
      kind: 'imported',
      row: { version: 1, operation },
    });
    expect(modelState(world.snapshot().model)).toEqual(modelState(learnedElsewhere()));
    await world.newTrainer().train(records, neverUp);
    expect(world.snapshot()).toMatchObject({ version: 2, lastCommit: { records: { taken: 10 } } });
    expect(world.snapshot().model.segments).toBe(1 + 3);
  });

  it('replaces what was learned, and nothing of where the model stands in its stream', async () => {
    const world = await taughtWorld();
    const before = world.snapshot();
    const asked: ImportPlan[] = [];
    await importInto(world, async (plan) => asked.push(plan) > 0);
    const after = world.snapshot();
    expect(asked).toEqual([{ last: 2, problem: undefined }]);
    expect(modelState(after.model)).toEqual(modelState(learnedElsewhere()));
    expect(after.pending.toState()).toEqual(before.pending.toState());
    expect(after.recentIds.state).toEqual(before.recentIds.state);
    expect(after.checkpoints.toJson()).toEqual(before.checkpoints.toJson());
    await world.newTrainer().train(records, neverUp);
    expect(world.snapshot().lastCommit?.records).toEqual({ taken: 2, duplicates: 0, quarantined: 0 });
  });

  it('leaves the ledger without a gap, and what was before out of effect', async () => {
    const world = await taughtWorld();
    await importInto(world);
    const rows = world.ledger.rows('clicks');
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(rowsInEffect(rows).map(({ version }) => version)).toEqual([3]);
  });

  it('stays what it was when the answer is no', async () => {
    const world = await taughtWorld();
    const bytes = world.bytes();
    expect(await importInto(world, async () => false)).toEqual({
      kind: 'declined',
      plan: { last: 2, problem: undefined },
    });
    expect(world.bytes()).toEqual(bytes);
  });

  it('is asked about once, when the trainer commits first', async () => {
    const world = await taughtWorld();
    world.store.onPut(1, 'conflict');
    let asked = 0;
    await importInto(world, async () => ++asked > 0);
    expect(asked).toBe(1);
    expect(world.snapshot().lastCommit?.operation).toEqual(operation);
  });

  it.each<[string, (world: World) => void, string]>([
    ['deleted', (world) => world.store.delete('clicks'), 'it is gone'],
    ['damaged', (world) => world.store.overwrite('clicks', new Uint8Array(5)), 'truncated: 5 bytes'],
    [
      'of another definition',
      (world) => (world.definitions as Map<string, Definition>).set('clicks', definitionOf({ features: 3 })),
      'made for ',
    ],
  ])('goes over a snapshot that is %s, as a reset does', async (_, harm, problem) => {
    const world = await taughtWorld();
    harm(world);
    const asked: ImportPlan[] = [];
    expect(await importInto(world, async (plan) => asked.push(plan) > 0)).toMatchObject({ row: { version: 3 } });
    expect(asked).toEqual([{ last: 2, problem: expect.stringContaining(problem) }]);
    expect(world.snapshot().checkpoints.toJson()).toEqual([]);
  });

  it('is in once, or not at all, wherever it is killed, and in when it is tried again', async () => {
    const deaths = await killedEverywhere(async (death, where) => {
      const world = await taughtWorld();
      const [store, ledger, history] = [world.store, world.ledger, world.store].map((port) => death.of(port));
      if (!(await died(importInto(world, async () => true, { store, ledger, history })))) return false;
      await importInto(world);
      expect(modelState(world.snapshot().model), where).toEqual(modelState(learnedElsewhere()));
      const versions = world.ledger.rows('clicks').map(({ version }) => version);
      expect(versions, where).toEqual(versions.map((_, i) => i + 1));
      return true;
    });
    expect(deaths).toBeGreaterThanOrEqual(12);
  });
});
