import { describe, expect, it } from 'vitest';
import { labelAllDue } from '../../../lambdas/labeller/label-all-due.ts';
import { labelDue } from '../../../lambdas/labeller/label-due.ts';
import { RECORD_LABELS_MAX } from '../../../records/limits.ts';
import { definitionOf } from '../../builders/definition.ts';
import { delivered, labelBytes } from '../../builders/stream.ts';
import { counted, World } from '../../builders/world.ts';
import { neverUp, upAfter } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';
import { FakeRecordStream } from '../../fakes/record-stream.ts';

const MINUTE_MS = 60_000;
const clicks = definitionOf({ labelAfter: '10 minutes' });

/** Rows that are due in ten minutes. */
function worldWith(ids: readonly string[]) {
  const world = new World({ clicks });
  world.remember(ids);
  for (const row of world.rememberedRows.rows.values()) row.dueAtMs = world.clock.nowMs() + 10 * MINUTE_MS;
  const stream = new FakeRecordStream();
  return { world, stream, ports: { dueRows: world.rememberedRows, stream, clock: world.clock } };
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `row-${i}`);

describe('rows whose time to get a label is over', () => {
  it('are learned with the label 0, once, and those that had a label are not', async () => {
    const { world, stream, ports } = worldWith(['clicked', 'not', 'neither']);
    await world.newTrainer().train(delivered([labelBytes(['clicked'])]), neverUp);
    expect(await labelDue('clicks', clicks, ports, neverUp)).toBe(0);
    world.clock.moveMs(10 * MINUTE_MS);
    expect(await labelDue('clicks', clicks, ports, neverUp)).toBe(1);
    expect(await labelDue('clicks', clicks, ports, neverUp)).toBe(0);
    await world.newTrainer().train(
      delivered(
        stream.taken.map(({ data }) => data),
        { from: 2n },
      ),
      neverUp,
    );
    expect(Array.from(world.snapshot().pending.takeAll().y)).toEqual([1, 0, 0]);
    expect(stream.taken[0].partitionKey).toBe('clicks');
  });

  it('get their label in records of as many as one may have, by number or by the values that they bring', async () => {
    const { world, stream, ports } = worldWith(ids(RECORD_LABELS_MAX + 1));
    world.clock.moveMs(10 * MINUTE_MS);
    await labelDue('clicks', clicks, ports, neverUp);
    expect(world.read(stream.delivered()).map(({ decoded }) => decoded)).toMatchObject([
      { record: { labels: { length: RECORD_LABELS_MAX } } },
      { record: { labels: { length: 1 } } },
    ]);
    const wide = worldWith(ids(900));
    wide.world.clock.moveMs(10 * MINUTE_MS);
    expect(await labelDue('clicks', definitionOf({ features: 10_000 }), wide.ports, neverUp)).toBe(2);
  });

  it('are left for the next run when the time is up', async () => {
    const { world, ports } = worldWith(ids(2_500));
    world.clock.moveMs(10 * MINUTE_MS);
    expect(await labelDue('clicks', clicks, ports, upAfter(1))).toBe(1);
    expect(await labelDue('clicks', clicks, ports, neverUp)).toBe(2);
  });

  it('are learned once also when a run is killed anywhere, and another comes', async () => {
    const deaths = await killedEverywhere(async (death) => {
      const { world, stream, ports } = worldWith(ids(3));
      world.clock.moveMs(10 * MINUTE_MS);
      const { due } = ports.dueRows;
      const dueRows = { due: due.bind(ports.dueRows), settle: death.of(ports.dueRows).settle };
      const dying = { ...ports, dueRows, stream: death.of(stream) };
      const isKilled = await died(labelDue('clicks', clicks, dying, neverUp));
      await labelDue('clicks', clicks, ports, neverUp);
      const records = stream.delivered();
      await world.newTrainer().train(records, neverUp);
      expect(counted(world).rows).toBe(3);
      world.expectExactlyOnce(records);
      return isKilled;
    });
    expect(deaths).toBe(2 * 4);
  });

  it('are learned once also when two runs go side by side', async () => {
    const { world, stream, ports } = worldWith(ids(5));
    world.clock.moveMs(10 * MINUTE_MS);
    await Promise.all([labelDue('clicks', clicks, ports, neverUp), labelDue('clicks', clicks, ports, neverUp)]);
    await world.newTrainer().train(stream.delivered(), neverUp);
    expect(counted(world)).toMatchObject({ taken: 2, duplicates: 0, rows: 5 });
    expect(world.ledger.rows('clicks')[0].labels).toEqual({ joined: 5, unknown: 0, late: 0, twice: 5 });
  });
});

describe('a run', () => {
  it('is for each model whose definition says so, also when another fails', async () => {
    const definitions = { one: clicks, none: definitionOf(), two: clicks, three: clicks };
    const asked: string[] = [];
    const sent: [string, number][] = [];
    const dueRows = {
      async *due(model: string) {
        asked.push(model);
        if (model !== 'three') throw new Error(`throttled: ${model}`);
        yield* [];
      },
      settle: async () => {},
    };
    const { stream, world } = worldWith([]);
    const telemetry = { sent: (model: string, records: number) => void sent.push([model, records]) };
    const run = labelAllDue(
      new Map(Object.entries(definitions)),
      { dueRows, stream, clock: world.clock },
      telemetry,
      neverUp,
    );
    await expect(run).rejects.toThrow('several models failed');
    expect(asked).toEqual(['one', 'two', 'three']);
    expect(sent).toEqual([['three', 0]]);
  });
});
