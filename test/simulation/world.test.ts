import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../../lambdas/ports.ts';
import type { Trainer } from '../../lambdas/trainer/train.ts';
import { listed, type Source, seeded } from '../../simulation/choices.ts';
import { productionCode } from '../../simulation/code.ts';
import { rollingBack } from '../../simulation/operator.ts';
import { ourRules } from '../../simulation/rules.ts';
import { World } from '../../simulation/world.ts';

const DAY_MS = 86_400_000;

/** A small world whose trainer only notes what it is given, and answers as told. */
function watchedWorld({
  answers = [] as (() => Promise<void>)[],
  source = listed([]) as Source,
  records = 6,
  shards = 1,
} = {}) {
  const batches: bigint[][] = [];
  const createTrainer = (): Trainer => ({
    train: async (batch: readonly StreamRecord[]) => {
      batches.push(batch.map(({ sequenceNumber }) => sequenceNumber));
      await answers[batches.length - 1]?.();
    },
  });
  const world = new World({ code: { ...productionCode, createTrainer }, rules: ourRules, source, records, shards });
  return { world, batches };
}

/** A small world with the real trainer. */
function realWorld(source: Source = listed([])) {
  return new World({ code: productionCode, rules: ourRules, source, records: 6, shards: 1, traced: true });
}

/** The records that the producer of a small world sends, put on the stream at once. */
async function filled(given: Parameters<typeof watchedWorld>[0] = {}) {
  const { world, batches } = watchedWorld(given);
  world.callers[0].call();
  world.wire.answer(world.wire.requests[0]);
  return { world, batches, reader: world.mapping.readers[0] };
}

describe('the mapping of the fake world', () => {
  it('delivers a shard in order and in batches', async () => {
    const { world, batches, reader } = await filled();
    world.mapping.deliver(reader);
    expect(world.mapping.ready()).toEqual([]); // one call of a shard at a time
    await new Promise(setImmediate);
    world.mapping.deliver(reader);
    await new Promise(setImmediate);
    expect(batches).toEqual([
      [98n, 99n, 100n],
      [101n, 102n, 103n],
    ]);
    expect(reader.position).toBe(6);
  });

  it('delivers a batch that failed again', async () => {
    const { world, batches, reader } = await filled({ answers: [() => Promise.reject(new Error('no'))] });
    world.mapping.deliver(reader);
    await new Promise(setImmediate);
    expect(reader.position).toBe(0);
    world.mapping.deliver(reader);
    await new Promise(setImmediate);
    expect(batches[1]).toEqual(batches[0]);
    expect(reader.position).toBe(3);
  });

  it('bisects a batch that failed, where that is chosen', async () => {
    const { world, batches, reader } = await filled({ answers: [() => Promise.reject(new Error('no'))] });
    world.mapping.deliver(reader);
    await new Promise(setImmediate);
    const bisects = world.choices.made.length + 1; // behind the choice of a plain cut
    const again = await filled({
      answers: [() => Promise.reject(new Error('no'))],
      source: listed(Array.from({ length: bisects + 1 }, (_, i) => (i === bisects ? 1 : 0))),
    });
    again.world.mapping.deliver(again.reader);
    await new Promise(setImmediate);
    again.world.mapping.deliver(again.reader);
    await new Promise(setImmediate);
    expect(again.batches[1]).toEqual([98n, 99n]);
    expect(batches[0]).toEqual([98n, 99n, 100n]);
  });

  it('delivers old records again without moving its position, beside a running call too', async () => {
    const { world, batches, reader } = await filled({ answers: [() => new Promise(() => {})] });
    world.mapping.deliver(reader);
    world.mapping.deliverAgain(reader, 1, 3);
    expect(batches).toEqual([
      [98n, 99n, 100n],
      [99n, 100n],
    ]);
    expect(reader.position).toBe(0);
    expect(world.journal.counts.get('D5')).toBe(1);
  });

  it('gives up what is older than the record age, and counts what has expired', async () => {
    const { world, reader } = await filled();
    world.wire.nowMs += 6.5 * DAY_MS;
    world.mapping.deliver(reader);
    expect(world.failed.keys).toHaveLength(1);
    world.wire.nowMs += DAY_MS;
    world.stream.trim(world.wire.nowMs - 7 * DAY_MS);
    world.mapping.deliver(reader);
    expect(world.stream.entries.map(({ expired, givenUp }) => ({ expired, givenUp }))).toEqual([
      ...Array.from({ length: 3 }, () => ({ expired: false, givenUp: true })),
      ...Array.from({ length: 3 }, () => ({ expired: true, givenUp: false })),
    ]);
  });

  it('delivers a child when its parent is drained, or before, where that is chosen', async () => {
    const { world, reader } = await filled();
    const [late, early] = world.stream.split(reader.shard);
    world.mapping.add(late, true);
    world.mapping.add(early, false);
    for (const number of [0, 1]) {
      const { payload } = world.stream.entries[number];
      world.stream.put({ ...payload, partitionKey: String(number) }, 0);
    }
    expect(world.mapping.ready().map(({ shard }) => shard.id)).toEqual([reader.shard.id, early.id]);
    reader.position = reader.shard.entries.length;
    expect(world.mapping.ready().map(({ shard }) => shard.id)).toEqual([late.id, early.id]);
  });
});

describe('the stream of the fake world', () => {
  it('has equal sequence numbers on all of its shards', async () => {
    const { world } = await filled({ shards: 2 });
    const [one, two] = world.stream.shards;
    expect(one.entries.map(({ sequenceNumber }) => sequenceNumber)).toEqual([98n, 99n, 100n]);
    expect(two.entries.map(({ sequenceNumber }) => sequenceNumber)).toEqual([98n, 99n, 100n]);
  });
});

describe('the store of the fake world', () => {
  it('takes a write only on the condition that it names', async () => {
    const world = realWorld();
    await world.run();
    const bytes = world.store.versions('clicks')[0];
    expect(world.store.put('clicks', bytes, undefined)).toEqual({ kind: 'conflict' });
    expect(world.store.put('clicks', bytes, '"another"')).toEqual({ kind: 'conflict' });
    expect(world.store.put('clicks', bytes, world.store.etag('clicks'))).toMatchObject({ kind: 'committed' });
  });

  it('keeps what it was when it is damaged or deleted', async () => {
    const world = realWorld();
    await world.run();
    const before = world.store.get('clicks');
    world.store.damage('clicks', 'a bit flipped');
    expect(world.store.get('clicks')).not.toEqual(before);
    expect(world.store.versions('clicks').slice(-2)).toEqual([before?.bytes, world.store.get('clicks')?.bytes]);
    world.store.damage('clicks', 'deleted');
    expect(world.store.get('clicks')).toBeUndefined(); // as S3 says it; the ledger knows better
    expect(world.store.versions('clicks').at(-2)).toEqual(before?.bytes);
  });
});

describe('a schedule', () => {
  it('of zeros is one in which nothing goes wrong, and each record is in', async () => {
    const world = realWorld();
    const journal = await world.run();
    expect(journal.violation).toBeUndefined();
    expect([...journal.counts]).toEqual([]);
    expect(new Set(world.stream.entries.map(({ fate }) => fate))).toEqual(new Set(['taken', 'quarantined']));
  });

  it('is the same when its choices are made again from their list', async () => {
    const source = seeded(11);
    const first = new World({ code: productionCode, rules: ourRules, source, traced: true });
    const { trace } = await first.run();
    const values = first.choices.made.map(({ value }) => value);
    const second = new World({ code: productionCode, rules: ourRules, source: listed(values), traced: true });
    expect((await second.run()).trace).toEqual(trace);
  });
});

describe('an operator', () => {
  it.each([
    ['redrive', ['R1']],
    ['restore', ['M1']],
    ['rollback', ['M2']],
    ['reset', ['M3']],
  ] as const)('does what is commanded in the small world of %s, and no promise is broken', async (script, rows) => {
    const world = new World({
      code: productionCode,
      rules: ourRules,
      source: listed([]),
      records: 8,
      shards: 1,
      script,
    });
    const { violation, counts } = await world.run();
    expect(violation).toBeUndefined();
    expect([...counts.keys()]).toEqual(expect.arrayContaining([...rows]));
  });

  it('who destroys the pipeline and deploys it again has the stream read from its oldest record, and nothing taken twice', async () => {
    const world = realWorld();
    await world.run();
    world.callers.push(rollingBack(world, 'clicks', 1, { redeploys: true }));
    const { violation, counts } = await world.run();
    expect(violation).toBeUndefined();
    expect(counts.get('M6')).toBe(1);
    expect(world.mapping.readers[0].position).toBe(world.stream.entries.length);
  });
});

describe('a crash', () => {
  it('takes the call away for good: no answer reaches it, and what is on the wire may still arrive', async () => {
    const { world, reader } = await filled();
    let heard = false;
    const call = { name: 'a call', status: 'running' as const, faults: 0, crashed: () => {} };
    let arrived = 0;
    const sent = world.wire.send(
      call,
      'put',
      () => 'PUTs',
      () => {
        arrived += 1;
      },
    );
    void sent.then(() => {
      heard = true;
    });
    const request = world.wire.requests[0];
    world.wire.crash(call, 'crashes');
    world.wire.late.push(request);
    world.wire.land(request);
    await new Promise(setImmediate);
    expect({ heard, arrived, left: world.wire.requests.length }).toEqual({ heard: false, arrived: 1, left: 0 });
    expect(reader.position).toBe(0);
  });
});
