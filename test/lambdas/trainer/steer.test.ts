import { describe, expect, it } from 'vitest';
import type { SnapshotHistory } from '../../../lambdas/ports.ts';
import type { SteerPorts, SteerResult, Step } from '../../../lambdas/trainer/steer.ts';
import { steer } from '../../../lambdas/trainer/steer.ts';
import { endTrial, pause, pinTo, resume, rollBackTo, unpin } from '../../../lambdas/trainer/steps.ts';
import type { Definition } from '../../../learning/definition.ts';
import { rowsInEffect } from '../../../learning/snapshot/ledger-row.ts';
import { decodeSections } from '../../../learning/snapshot/sections.ts';
import { encodeSnapshot } from '../../../learning/snapshot/snapshot.ts';
import { servedOf } from '../../../learning/snapshot/steering.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';
import { bytesOf, delivered, goodRecords } from '../../builders/stream.ts';
import { sameBytes, World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';
import { died, killedEverywhere } from '../../fakes/dying-ports.ts';
import type { PutFault } from '../../fakes/snapshot-store.ts';

const records = goodRecords(40);
const author = { actor: 'ana', reason: 'labels were late' };

/** A world with versions made of ten records each, three of them. */
async function worldOfThree() {
  const world = new World();
  const trainer = world.newTrainer();
  for (const from of [0, 10, 20]) await trainer.train(records.slice(from, from + 10), neverUp);
  return { world, trainer };
}

/** A world in which the second version has a trial running: a segment came whose labels all are the other way. */
async function worldWithTrial() {
  const world = new World({ clicks: definitionOf({ gate: { name: 'champion' }, segmentRows: 100 }) });
  const trainer = world.newTrainer();
  const segment = (i: number, flipped = false) => {
    const rows = rowsOf(100, { seed: `segment ${i}` });
    return bytesOf({ name: `s${i}`, rows: flipped ? { ...rows, y: rows.y.map((y) => 1 - y) } : rows });
  };
  const good = Array.from({ length: 30 }, (_, i) => segment(i));
  await trainer.train(delivered(good), neverUp);
  await trainer.train(delivered([segment(30, true)], { from: 31n }), neverUp);
  expect(world.snapshot().model.trial).toMatchObject({ segments: 0 });
  return {
    world,
    trainer,
    next: (from: number, flipped = false) => delivered([segment(from, flipped)], { from: BigInt(from + 1) }),
  };
}

function steerIn(
  world: World,
  step: Step,
  confirm: (effect: string, version: number) => Promise<boolean> = async () => true,
  ports: SteerPorts = { ...world, history: world.store },
): Promise<SteerResult> {
  const definition = world.definitions.get('clicks') as Definition;
  return steer({ model: 'clicks', definition, ports }, step, author, confirm);
}

/** All of a snapshot but which version it is and what is set. */
function stateOf(bytes: Uint8Array) {
  const { version: _v, lastCommit: _c, steering: _s, ...state } = decodeSections(bytes);
  return state;
}

const versionsIn = (world: World) => world.ledger.rows('clicks').map(({ version }) => version);

describe('every step', () => {
  const steps: [string, Step, (world: World) => Promise<unknown>, object][] = [
    ['a rollback', rollBackTo(1), async () => {}, { kind: 'rolledBack', from: 1 }],
    ['a pin', pinTo(2), async () => {}, { kind: 'pinned', to: 2 }],
    ['an unpin', unpin, (world) => steerIn(world, pinTo(2)), { kind: 'unpinned' }],
    ['a pause', pause, async () => {}, { kind: 'paused' }],
    ['a resume', resume, (world) => steerIn(world, pause), { kind: 'resumed' }],
  ];

  describe.each(steps)('%s', (_, step, before, change) => {
    const prepared = async () => {
      const { world, trainer } = await worldOfThree();
      await before(world);
      return { world, trainer, last: world.snapshot().version };
    };

    it('is a commit with who, when and why, in the ledger and in the snapshot', async () => {
      const { world, last } = await prepared();
      world.clock.moveMs(5_000);
      const result = await steerIn(world, step);
      const row = { version: last + 1, committedAtMs: world.clock.nowMs(), operation: { ...change, ...author } };
      expect(result).toMatchObject({ kind: 'done', row });
      expect(world.snapshot().lastCommit).toMatchObject(row);
      expect(world.ledger.rows('clicks').at(-1)).toEqual(world.snapshot().lastCommit);
    });

    it('moves no checkpoint, so that what comes again is known and what is new is taken once', async () => {
      const { world, trainer, last } = await prepared();
      await steerIn(world, step);
      await trainer.train(records, neverUp);
      expect(world.snapshot().lastCommit).toMatchObject({ version: last + 2, records: { taken: 10, duplicates: 0 } });
      expect(versionsIn(world)).toEqual(Array.from({ length: last + 2 }, (_, i) => i + 1));
    });

    it('is made once: the second time finds that it is so already', async () => {
      const { world } = await prepared();
      await steerIn(world, step);
      const bytes = world.bytes();
      expect(await steerIn(world, step)).toMatchObject({ kind: 'unchanged' });
      expect(sameBytes(world.bytes(), bytes)).toBe(true);
    });

    it('is made once by two at the same time', async () => {
      const { world, last } = await prepared();
      const results = await Promise.all([steerIn(world, step), steerIn(world, step)]);
      expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'unchanged']);
      expect(versionsIn(world)).toHaveLength(last + 1);
    });

    it('is not made when the answer is no', async () => {
      const { world, last } = await prepared();
      const puts = world.store.puts;
      expect(await steerIn(world, step, async () => false)).toEqual({ kind: 'declined', version: last });
      expect(world.store.puts).toBe(puts);
    });

    const faults: PutFault[] = [
      'conflict',
      'busy',
      'unknown, applied',
      'unknown, not applied',
      'unknown, applied before the next write',
      'unknown, applied after the next write',
    ];
    it.each(faults)('is made once through a write that ends as "%s"', async (fault) => {
      const { world, last } = await prepared();
      world.store.onPut(1, fault);
      expect(await steerIn(world, step)).toMatchObject({ kind: 'done', row: { version: last + 1 } });
      expect(world.snapshot().version).toBe(last + 1);
      expect(versionsIn(world)).toHaveLength(last + 1);
    });

    it('is made once by a second try, wherever the first was killed', async () => {
      const deaths = await killedEverywhere(async (death, where) => {
        const { world, last } = await prepared();
        const [store, ledger, history, pinned] = [world.store, world.ledger, world.store, world.pinned].map((port) =>
          death.of<object>(port),
        );
        const ports = { store, ledger, history, pinned, clock: world.clock } as SteerPorts;
        if (!(await died(steerIn(world, step, undefined, ports)))) return false;
        await steerIn(world, step);
        expect(world.snapshot().lastCommit?.operation, where).toEqual({ ...change, ...author });
        expect(versionsIn(world), where).toEqual(Array.from({ length: last + 1 }, (_, i) => i + 1));
        return true;
      });
      expect(deaths).toBeGreaterThanOrEqual(8);
    });

    it('comes second where the trainer commits meanwhile, is asked about once, and loses none of its records', async () => {
      const { world, last } = await prepared();
      let questions = 0;
      const result = await steerIn(world, step, async () => {
        questions += 1;
        await world.newTrainer().train(records.slice(30), neverUp); // while a person thinks
        return true;
      });
      expect(result).toMatchObject({ kind: 'done', row: { version: last + 2 } });
      expect(questions).toBe(1);
      expect(world.snapshot().checkpoints.toJson()).toEqual([['shardId-000000000000', '40']]);
    });

    it.each([
      ['damaged', (world: World) => world.store.overwrite('clicks', new Uint8Array(5)), 'truncated: 5 bytes'],
      ['gone', (world: World) => world.store.delete('clicks'), 'it is gone'],
    ])('needs a snapshot that is good, not one that is %s', async (_, harm, problem) => {
      const { world, last } = await prepared();
      harm(world);
      expect(await steerIn(world, step)).toEqual({ kind: 'unusable', problem, last });
    });

    it('of a model that never learned says so', async () => {
      const problem = 'it has learned nothing yet';
      expect(await steerIn(new World(), step)).toEqual({ kind: 'unusable', problem, last: 0 });
    });
  });
});

describe('a rollback', () => {
  it('undoes what was learned since, and forgets no id', async () => {
    const { world } = await worldOfThree();
    const third = world.snapshot();
    await steerIn(world, rollBackTo(1));
    const { checkpoints, recentIds } = world.snapshot();
    expect(checkpoints.toJson()).toEqual(third.checkpoints.toJson());
    expect(records.slice(0, 30).every((_, i) => recentIds.has(`shardId-000000000000/${i + 1}`))).toBe(true);
    const {
      checkpoints: _c,
      'recentIds/ring': _r,
      'recentIds/added': _a,
      ...first
    } = stateOf(world.store.history[0].bytes);
    expect(stateOf(world.bytes())).toMatchObject(first);
    expect(rowsInEffect(world.ledger.rows('clicks')).map(({ version }) => version)).toEqual([1, 4]);
  });

  it('leaves what somebody has set: it stays paused and pinned', async () => {
    const { world } = await worldOfThree();
    await steerIn(world, pinTo(2));
    await steerIn(world, pause);
    const { steering } = world.snapshot();
    await steerIn(world, rollBackTo(1));
    expect(world.snapshot().steering).toEqual(steering);
  });

  it('finds a version among many, with garbage between, in few looks', async () => {
    const world = new World();
    const trainer = world.newTrainer();
    for (const [i, record] of goodRecords(60).entries()) {
      await trainer.train([record], neverUp);
      if (i === 30) world.store.history.push({ model: 'clicks', bytes: new Uint8Array(3) });
    }
    let reads = 0;
    const counted: SnapshotHistory = {
      versions: (model) => world.store.versions(model),
      read(model, id) {
        reads += 1;
        return world.store.read(model, id);
      },
    };
    const ports = { ...world, history: counted };
    for (const version of [1, 29, 30, 31, 32, 33, 59]) {
      reads = 0;
      expect(await steerIn(world, rollBackTo(version), async () => false, ports)).toMatchObject({ kind: 'declined' });
      expect(reads).toBeLessThanOrEqual(7);
    }
  });

  it.each([
    [7, 'version 7 is not among those that the bucket has kept'],
    [2, 'version 2: made for '],
  ])('to a version that is not kept, or was made for another definition, is impossible', async (version, why) => {
    const { world } = await worldOfThree();
    const other = new World({ clicks: definitionOf({ features: 3 }) });
    await other.newTrainer().train(delivered([bytesOf({ rows: rowsOf(4, { width: 3 }) })]), neverUp);
    world.store.history.splice(1, 1, { model: 'clicks', bytes: asVersion(2, other) });
    expect(await steerIn(world, rollBackTo(version))).toMatchObject({
      kind: 'impossible',
      why: expect.stringContaining(why),
    });
  });
});

/** Its snapshot under another version. */
function asVersion(version: number, world: World): Uint8Array {
  return encodeSnapshot({ ...world.snapshot(), version });
}

describe('a pin', () => {
  it('keeps the bytes of its version, which are served while others are learned', async () => {
    const { world, trainer } = await worldOfThree();
    await steerIn(world, pinTo(2));
    await trainer.train(records, neverUp);
    expect(servedOf(world.snapshot())).toEqual({ kind: 'pinned', version: 2 });
    expect(await world.pinned.get('clicks', 2)).toEqual(world.store.history[1].bytes);
    expect(world.snapshot().steering.pinned).toMatchObject({ version: 2, ...author });
    await steerIn(world, unpin);
    expect(servedOf(world.snapshot())).toEqual({ kind: 'current', version: 6 });
  });

  it('that dies before its commit changes nothing of what is served, also where another version is pinned', async () => {
    const { world } = await worldOfThree();
    await steerIn(world, pinTo(1));
    const first = await world.pinned.get('clicks', 1);
    world.store.onPut(1, 'throws before');
    await expect(steerIn(world, pinTo(2))).rejects.toThrow('403: put');
    expect(servedOf(world.snapshot())).toEqual({ kind: 'pinned', version: 1 });
    expect(await world.pinned.get('clicks', 1)).toEqual(first);
  });

  it('is made again where somebody deleted its copy', async () => {
    const { world } = await worldOfThree();
    await steerIn(world, pinTo(2));
    world.pinned.delete('clicks', 2);
    expect(await steerIn(world, pinTo(2))).toMatchObject({ kind: 'done', row: { version: 5 } });
    expect(await world.pinned.get('clicks', 2)).toEqual(world.store.history[1].bytes);
  });

  it('keeps its version for a rollback too, when the bucket has forgotten it', async () => {
    const { world } = await worldOfThree();
    await steerIn(world, pinTo(1));
    world.store.history.splice(0, 1);
    expect(await steerIn(world, rollBackTo(1))).toMatchObject({ kind: 'done', row: { version: 5 } });
  });

  it('may be to the current version', async () => {
    const { world } = await worldOfThree();
    expect(await steerIn(world, pinTo(3))).toMatchObject({ kind: 'done' });
    expect(await world.pinned.get('clicks', 3)).toEqual(world.store.history[2].bytes);
  });
});

describe('a pause', () => {
  it('lets segments be scored and counted, and nothing be learned, until it is resumed', async () => {
    const { world, trainer } = await worldOfThree();
    await steerIn(world, pause);
    const { model: before } = world.snapshot();
    await trainer.train(records, neverUp);
    const { model: after, lastCommit } = world.snapshot();
    expect(after.champion.state).toEqual(before.champion.state);
    expect(after.segments).toBe(before.segments + 3);
    expect(lastCommit?.records.taken).toBe(10);
    const sentence = 'rejected: paused by ana since 2026-01-01T00:00:00.000Z (labels were late): scored, not learned';
    expect(lastCommit?.segments.map(({ verdict, sentence }) => ({ verdict, sentence }))).toEqual(
      Array.from({ length: 3 }, () => ({ verdict: 'rejected', sentence })),
    );
    await steerIn(world, resume);
    await trainer.train(goodRecords(10, { from: 41n }), neverUp);
    expect(world.snapshot().lastCommit?.segments.map(({ verdict }) => verdict)).not.toContain('rejected');
    expect(world.snapshot().model.champion.state).not.toEqual(before.champion.state);
  });

  it('gives the same bytes whatever the cut into batches', async () => {
    const learnedIn = async (cuts: readonly number[]) => {
      const { world, trainer } = await worldOfThree();
      await steerIn(world, pause);
      const more = goodRecords(30, { from: 31n });
      let from = 0;
      for (const to of [...cuts, 30]) {
        await trainer.train(more.slice(from, to), neverUp);
        from = to;
      }
      return stateOf(world.bytes());
    };
    const whole = await learnedIn([]);
    for (const cuts of [[1], [7, 8, 20], Array.from({ length: 29 }, (_, i) => i + 1)]) {
      expect(await learnedIn(cuts)).toEqual(whole);
    }
  });
});

describe('ending a trial by hand', () => {
  it('promotes the challenger, which is the champion from then on', async () => {
    const { world } = await worldWithTrial();
    const challenger = Object.entries(world.snapshot().model.state).filter(([name]) =>
      name.startsWith('gate/challenger/'),
    );
    expect(await steerIn(world, endTrial('promoted'))).toMatchObject({
      kind: 'done',
      row: { operation: { kind: 'promoted' } },
    });
    const { model } = world.snapshot();
    for (const [name, array] of challenger)
      expect(model.champion.state[name.slice('gate/challenger/'.length)]).toEqual(array);
    expect(model.trial).toBeUndefined();
  });

  it('drops the challenger, and leaves the champion as it is', async () => {
    const { world } = await worldWithTrial();
    const before = world.snapshot().model.champion.state;
    expect(await steerIn(world, endTrial('dropped'))).toMatchObject({
      kind: 'done',
      row: { operation: { kind: 'dropped' } },
    });
    expect(world.snapshot().model.champion.state).toEqual(before);
    expect(world.snapshot().model.trial).toBeUndefined();
  });

  it.each(['promoted', 'dropped'] as const)('is made once (%s): the second time finds it done', async (how) => {
    const { world } = await worldWithTrial();
    await steerIn(world, endTrial(how));
    expect(await steerIn(world, endTrial(how))).toMatchObject({
      kind: 'unchanged',
      why: `its challenger was ${how} by the last commit`,
    });
  });

  it('is made once by a second try, wherever the first was killed', async () => {
    const deaths = await killedEverywhere(async (death, where) => {
      const { world } = await worldWithTrial();
      const [store, ledger, history] = [world.store, world.ledger, world.store].map((port) => death.of<object>(port));
      const ports = { ...world, store, ledger, history } as SteerPorts;
      if (!(await died(steerIn(world, endTrial('promoted'), undefined, ports)))) return false;
      await steerIn(world, endTrial('promoted'));
      expect(world.snapshot().lastCommit, where).toMatchObject({ version: 3, operation: { kind: 'promoted' } });
      expect(versionsIn(world), where).toEqual([1, 2, 3]);
      return true;
    });
    expect(deaths).toBeGreaterThanOrEqual(8);
  });

  it('is impossible where no trial runs, or the gate has none', async () => {
    const { world } = await worldWithTrial();
    await steerIn(world, endTrial('dropped'));
    expect(await steerIn(world, endTrial('promoted'))).toMatchObject({ kind: 'impossible', why: 'no trial runs' });
    const { world: open } = await worldOfThree();
    const why = 'its gate is none, which has no trials';
    expect(await steerIn(open, endTrial('promoted'))).toMatchObject({ kind: 'impossible', why });
  });

  it('is asked about again where the trial has ended meanwhile and another one runs', async () => {
    const { world, next } = await worldWithTrial();
    const { number = 0 } = world.snapshot().model.trial ?? {};
    const asked: string[] = [];
    await steerIn(world, endTrial('dropped'), async (effect) => {
      asked.push(effect);
      if (asked.length > 1) return false;
      await steerIn(world, endTrial('dropped')); // somebody else's
      await world.newTrainer().train(next(31, true), neverUp);
      return true;
    });
    expect(asked).toHaveLength(2);
    expect(world.snapshot().model.trial).toMatchObject({ number: number + 1 });
  });
});
