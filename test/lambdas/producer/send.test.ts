import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lambdas/aws/gunzip.ts';
import type { StreamEntry } from '../../../lambdas/ports.ts';
import { CALL_RECORDS_MAX, type SendOrder } from '../../../lambdas/producer/order.ts';
import { sendScenario } from '../../../lambdas/producer/send.ts';
import { decodeRecord } from '../../../records/decode.ts';
import { scenarios } from '../../../records/scenarios/table.ts';
import { definitionOf } from '../../builders/definition.ts';
import { counted, World } from '../../builders/world.ts';
import { ManualClock, neverUp, upAfter } from '../../fakes/clock.ts';
import { FakeRecordStream } from '../../fakes/record-stream.ts';

const orderOf = (varied: Partial<SendOrder> = {}): SendOrder => ({
  scenario: 'tour',
  seed: 7,
  run: 'r1',
  from: 0,
  to: 20,
  length: 1_200,
  ...varied,
});

const models = new Map(['tutorial', 'clicks'].map((model) => [model, definitionOf({ features: 10 })]));

function decoded(entries: readonly StreamEntry[]) {
  return entries.map(({ data }) => {
    const answer = decodeRecord(data, models, gunzip);
    if (answer.kind === 'rejected') throw new Error(answer.rejection.detail);
    return answer.record;
  });
}

const idsOf = (entries: readonly StreamEntry[]) => decoded(entries).map(({ id }) => id);

async function send(order: SendOrder, timeIsUp = neverUp, stream = new FakeRecordStream()) {
  return { stream, result: await sendScenario(order, stream, new ManualClock(), timeIsUp) };
}

describe('sendScenario', () => {
  it('sends the records of the order, with an id made of scenario, seed, run and number', async () => {
    const { stream, result } = await send(orderOf({ from: 3, to: 6 }));
    expect(idsOf(stream.taken)).toEqual(['tour-7-r1-3', 'tour-7-r1-4', 'tour-7-r1-5']);
    expect(result).toMatchObject({ next: 6, complete: true, records: 3, retried: 0 });
  });

  it('counts rows and bytes', async () => {
    const { stream, result } = await send(orderOf());
    expect(result.rows).toBe(decoded(stream.taken).reduce((sum, { rows }) => sum + rows.count, 0));
    expect(result.bytes).toBe(stream.taken.reduce((sum, { data }) => sum + data.length, 0));
  });

  it.each(['tour', 'tutorial'] as const)('sends %s to its model, which is also the partition key', async (scenario) => {
    const { stream } = await send(orderOf({ scenario, to: 2 }));
    const { model } = scenarios[scenario];
    expect(stream.taken.map(({ partitionKey }) => partitionKey)).toEqual([model, model]);
    expect(decoded(stream.taken).map((record) => record.model)).toEqual([model, model]);
  });

  it('sends nothing of an order for nothing', async () => {
    const { stream, result } = await send(orderOf({ from: 5, to: 5 }));
    expect(stream.calls).toEqual([]);
    expect(result).toEqual({ next: 5, complete: true, records: 0, rows: 0, bytes: 0, retried: 0 });
  });

  it('stops in time, and goes on from there with the ids of one run', async () => {
    const whole = await send(orderOf({ to: 1_200 }));
    const first = await send(orderOf({ to: 1_200 }), upAfter(1));
    expect(first.result).toMatchObject({ next: 500, complete: false, records: 500 });
    const second = await send(orderOf({ from: first.result.next, to: 1_200 }));
    expect(second.result).toMatchObject({ next: 1_200, complete: true, records: 700 });
    const both = [...first.stream.taken, ...second.stream.taken];
    expect(both.map(({ data }) => Buffer.from(data).toString('base64'))).toEqual(
      whole.stream.taken.map(({ data }) => Buffer.from(data).toString('base64')),
    );
  });

  it('stops at what the trainer can recognise if the call is made again, and goes on from there', async () => {
    const first = await send(orderOf({ to: 2_500 }));
    expect(first.result).toMatchObject({ next: 2_000, complete: false, records: 2_000 });
    expect(first.result.records).toBeLessThanOrEqual(CALL_RECORDS_MAX);
    const second = await send(orderOf({ from: 2_000, to: 2_500 }));
    expect(second.result).toMatchObject({ next: 2_500, complete: true });
  });

  it('says how many the stream refused at first', async () => {
    const stream = new FakeRecordStream().refuse(1, (i) => i < 4);
    const { result } = await send(orderOf(), neverUp, stream);
    expect(result).toMatchObject({ records: 20, retried: 4 });
    expect(new Set(idsOf(stream.taken)).size).toBe(20);
  });
});

describe('a producer that dies in the middle of a call, and is called again,', () => {
  it('loses nothing, and nothing is learned twice', async () => {
    const stream = new FakeRecordStream().dieAfter(4, 130);
    const order = orderOf({ to: 5_000, length: 5_000 });
    await expect(send(order, neverUp, stream)).rejects.toThrow('the connection was lost');
    await send(order, neverUp, stream);
    expect(stream.taken).toHaveLength(1_630 + 2_000);

    const world = new World({ clicks: definitionOf({ features: 10, segmentRows: 1_000 }) });
    const trainer = world.newTrainer();
    const records = stream.delivered();
    for (let from = 0; from < records.length; from += 100)
      await trainer.train(records.slice(from, from + 100), neverUp);
    expect(counted(world)).toMatchObject({ taken: 2_000, duplicates: 1_630, quarantined: 0 });
    world.expectExactlyOnce(records);
  });

  it('and a schedule that fires twice, send nothing that is learned twice', async () => {
    const stream = new FakeRecordStream();
    await send(orderOf({ to: 30 }), neverUp, stream);
    await send(orderOf({ to: 30 }), neverUp, stream);
    const world = new World({ clicks: definitionOf({ features: 10 }) });
    await world.newTrainer().train(stream.delivered(), neverUp);
    expect(counted(world)).toMatchObject({ taken: 30, duplicates: 30 });
  });
});
