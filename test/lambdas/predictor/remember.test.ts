import { describe, expect, it } from 'vitest';
import { REMEMBERED_ROWS_MAX } from '../../../lambdas/predictor/question.ts';
import type { ModelDefinition } from '../../../learning/definition.ts';
import { madeAtMs } from '../../../records/row-id.ts';
import { definitionOf } from '../../builders/definition.ts';
import { ask, PredictorWorld, urlEvent } from '../../builders/predictor-world.ts';
import { delivered, labelBytes } from '../../builders/stream.ts';
import { neverUp } from '../../fakes/clock.ts';

const PREDICT = '/models/clicks/predict';
const X = [
  [1, 2],
  [3, 4],
];

async function learned(varied: Partial<ModelDefinition> = {}): Promise<PredictorWorld> {
  const world = new PredictorWorld({ clicks: definitionOf(varied) });
  await world.learn();
  return world;
}

const asked = (world: PredictorWorld, body: unknown) => ask(world.newPredictor(), urlEvent('POST', PREDICT, body));
const idsIn = (body: { predictions: { id: string }[] }) => body.predictions.map(({ id }) => id);
const kept = (world: PredictorWorld) => [...world.rememberedRows.rows];

describe('a request to remember', () => {
  it('is answered with an id for each row, under which its features are kept', async () => {
    const world = await learned();
    const { status, body } = await asked(world, { X, remember: true });
    expect(status).toBe(200);
    const ids = idsIn(body);
    expect(new Set(ids).size).toBe(2);
    expect(ids.map(madeAtMs)).toEqual([world.clock.nowMs(), world.clock.nowMs()]);
    expect(kept(world).map(([key, { features }]) => [key, [...features]])).toEqual([
      [`clicks/${ids[0]}`, [1, 2]],
      [`clicks/${ids[1]}`, [3, 4]],
    ]);
    const plain = await asked(world, { X });
    expect(body.predictions.map(({ id: _, ...prediction }: { id: string }) => prediction)).toEqual(
      plain.body.predictions,
    );
  });

  it('may bring ids of its own', async () => {
    const world = await learned();
    const { body } = await asked(world, { rows: [{ x0: 1, x1: 2 }], ids: ['order 17'], remember: true });
    expect(idsIn(body)).toEqual(['order 17']);
    await asked(world, { X: [[5, 6]], ids: ['order 17'], remember: true });
    expect(kept(world).map(([, { features }]) => [...features])).toEqual([[1, 2]]); // the first one stays
  });

  it('is one by the definition, unless it says otherwise', async () => {
    const world = await learned({ remember: true });
    expect(idsIn((await asked(world, { X })).body)).toHaveLength(2);
    expect((await asked(world, { X, remember: false })).body.predictions[0]).not.toHaveProperty('id');
    expect(kept(world)).toHaveLength(2);
  });

  it('keeps rows for as long as the definition says, and notes when they are due a label', async () => {
    const world = await learned({ rememberFor: '2 hours', labelAfter: '10 minutes' });
    await asked(world, { X: [[1, 2]], remember: true });
    const nowMs = world.clock.nowMs();
    expect(kept(world)[0][1]).toMatchObject({ expiresAtMs: nowMs + 7_200_000, dueAtMs: nowMs + 600_000 });
  });

  it('leads to what is learned when the labels come', async () => {
    const world = await learned();
    const { body } = await asked(world, { X, remember: true });
    await world.newTrainer().train(delivered([labelBytes(idsIn(body))], { from: 1_000n }), neverUp);
    expect(world.ledger.rows('clicks').at(-1)?.labels).toMatchObject({ joined: 2 });
    expect([...world.snapshot().pending.takeAll().X].slice(-4)).toEqual([1, 2, 3, 4]);
  });

  it('that cannot be done tells nothing: 503, and to try again', async () => {
    const world = await learned();
    world.rememberedRows.onRemember(2);
    const { status, body, headers, failure } = await asked(world, { X, remember: true });
    expect({ status, detail: body.detail, retry: headers['Retry-After'] }).toEqual({
      status: 503,
      detail: 'model clicks: the rows could not be remembered; try again',
      retry: '1',
    });
    expect(body).not.toHaveProperty('predictions');
    expect(failure).toEqual(new Error('throttled: remember'));
  });

  it.each([
    [400, 'remember: expected true or false, got "yes"', { X, remember: 'yes' }],
    [400, 'ids: expected no ids of rows that are not remembered', { X, ids: ['a', 'b'] }],
    [400, 'ids: expected 2 ids, one for each row, got 1', { X, ids: ['a'], remember: true }],
    [400, 'ids[1]: expected text of 1 to 256 characters, got 7', { X, ids: ['a', 7], remember: true }],
    [400, 'ids[1]: expected another id for each row, got "a"', { X, ids: ['a', 'a'], remember: true }],
    [
      413,
      `X: expected at most ${REMEMBERED_ROWS_MAX} rows, got ${REMEMBERED_ROWS_MAX + 1}`,
      { X: Array(REMEMBERED_ROWS_MAX + 1).fill([1, 2]), remember: true },
    ],
  ])('is refused with %i: %s', async (status, detail, body) => {
    const world = await learned();
    const answer = await asked(world, body);
    expect(answer).toMatchObject({ status, body: { detail } });
    expect(kept(world)).toEqual([]);
  });
});
