import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPLAINED_ROWS_MAX, REQUEST_BYTES_MAX, REQUEST_ROWS_MAX } from '../../../lambdas/predictor/question.ts';
import { logit } from '../../../learning/logistic.ts';
import { qualityRow } from '../../../learning/snapshot/ledger-row.ts';
import { emptySnapshot, encodeSnapshot } from '../../../learning/snapshot/snapshot.ts';
import { definitionOf } from '../../builders/definition.ts';
import { ask, LOOK_AGAIN_MS, PredictorWorld, urlEvent } from '../../builders/predictor-world.ts';
import { rowsOf } from '../../builders/rows.ts';

const PREDICT = '/models/clicks/predict';

const people = definitionOf({
  features: ['age', 'country', 'visits'],
  categorical: ['country'],
  missing: ['age'],
  hashBits: 4,
});

async function learned(definition = definitionOf()): Promise<PredictorWorld> {
  const world = new PredictorWorld({ clicks: definition, other: definitionOf() });
  if (definition.categorical.length === 0) await world.learn();
  else world.store.overwrite('clicks', encodeSnapshot({ ...emptySnapshot(definition), version: 1 }));
  return world;
}

const listsOf = ({ X, count, width }: ReturnType<typeof rowsOf>) =>
  Array.from({ length: count }, (_, i) => [...X.subarray(i * width, (i + 1) * width)]);

describe('a prediction', () => {
  it('is what the model of the snapshot serves, row by row, in both forms of a request', async () => {
    const world = await learned();
    const fresh = rowsOf(20, { seed: 'fresh' });
    const predictor = world.newPredictor();
    const { model } = world.snapshot();
    const expected = Array.from({ length: 20 }, (_, i) => {
      const probability = model.predictProba(fresh.X, 2 * i);
      return { probability, label: probability >= 0.5 ? 1 : 0 };
    });
    const X = listsOf(fresh);
    const plain = await ask(predictor, urlEvent('POST', PREDICT, { X }));
    expect(plain).toMatchObject({ status: 200, asked: { model: 'clicks', rows: 20 } });
    expect(plain.body).toEqual({
      model: 'clicks',
      version: 1,
      ageSeconds: 0,
      checkedSecondsAgo: 0,
      threshold: 0.5,
      predictions: expected,
    });
    const rows = X.map(([x0, x1]) => ({ x1, x0, label: 'not looked at' }));
    expect((await ask(predictor, urlEvent('POST', PREDICT, { rows }))).body.predictions).toEqual(expected);
  });

  it('during a trial is that of champion and challenger together', async () => {
    const world = await learned(definitionOf({ gate: { name: 'champion' }, learner: { name: 'bayes' } }));
    for (let i = 0; i < 30; i++) await world.learn();
    const { model } = world.snapshot();
    const flipped = rowsOf(60, { seed: 'flipped', flipped: 1 });
    const snapshot = world.snapshot();
    snapshot.model.observe(flipped);
    world.store.overwrite('clicks', encodeSnapshot(snapshot));
    expect(snapshot.model.rival()?.share).toBeGreaterThan(0);
    const { body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { X: [[1, 0]] }));
    const row = Float64Array.of(1, 0);
    expect(body.predictions[0].probability).toBe(snapshot.model.predictProba(row, 0));
    expect(body.predictions[0].probability).not.toBe(model.predictProba(row, 0));
    expect(body.predictions[0].uncertainty).toBeGreaterThan(0);
  });

  it('has the label 1 from the threshold on', async () => {
    const world = await learned(definitionOf({ threshold: 0.9 }));
    const { body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { X: [[2, 0]] }));
    expect(body).toMatchObject({ threshold: 0.9, predictions: [{ label: 0 }] });
    expect(body.predictions[0].probability).toBeGreaterThan(0.5);
  });

  it('takes names of categories, and null or nothing where a value may be missing', async () => {
    const world = await learned(people);
    const rows = [{ age: null, country: 'DE', visits: 1 }, { country: 5, visits: 2 }, { visits: 3 }];
    const { status, body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { rows }));
    expect(status).toBe(200);
    expect(body.predictions).toHaveLength(3);
  });

  it('of 10,000 rows comes in one answer', async () => {
    const X = listsOf(rowsOf(REQUEST_ROWS_MAX));
    const { status, body, asked } = await ask((await learned()).newPredictor(), urlEvent('POST', PREDICT, { X }));
    expect({ status, asked }).toEqual({ status: 200, asked: { model: 'clicks', rows: 10_000 } });
    expect(body.predictions).toHaveLength(10_000);
  });

  it('reads a body in base64, as a function URL sends it for other media types', async () => {
    const event = urlEvent('POST', PREDICT, Buffer.from('{"X": [[1, 2]]}').toString('base64'));
    const { status } = await ask((await learned()).newPredictor(), { ...event, isBase64Encoded: true });
    expect(status).toBe(200);
  });

  it('comes for whatever rows are within the definition', async () => {
    const predictor = (await learned(people)).newPredictor();
    const age = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }));
    const country = fc.oneof(fc.string({ maxLength: 256, unit: 'grapheme-ascii' }), fc.integer(), fc.boolean());
    const visits = fc.double({ min: -3e38, max: 3e38, noNaN: true });
    const row = fc.record({ age, country, visits }, { requiredKeys: ['visits'] });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const { status, body } = await ask(predictor, urlEvent('POST', PREDICT, { rows }));
        expect(status).toBe(200);
        expect(body.predictions).toHaveLength(rows.length);
        for (const { probability } of body.predictions) expect(probability >= 0 && probability <= 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an explanation', () => {
  const query = { explain: '1' };

  it('adds up to the log odds of the probability, for a learner that adds features up', async () => {
    const width = 14;
    const world = new PredictorWorld({ clicks: definitionOf({ features: width, learner: { name: 'ftrl' } }) });
    await world.learn();
    const X = listsOf(rowsOf(5, { width, seed: 'fresh' }));
    const { body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { X }, query));
    expect(body.explainedShare).toBe(1);
    for (const { probability, explanation } of body.predictions) {
      const { intercept, contributions, others } = explanation;
      const sizes = contributions.map(({ logOdds }: { logOdds: number }) => Math.abs(logOdds));
      expect(sizes).toHaveLength(10);
      expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
      const named = contributions.reduce((sum: number, { logOdds }: { logOdds: number }) => sum + logOdds, 0);
      expect(intercept + named + others).toBeCloseTo(logit(probability), 12);
    }
    expect(body.predictions[0].explanation.contributions[0]).toMatchObject({
      feature: expect.stringMatching(/^x\d+$/),
    });
  });

  it('of a committee says which share of it is explained', async () => {
    const world = await learned(definitionOf({ learner: { name: 'committee' } }));
    const { body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { X: [[1, 0]] }, query));
    expect(body.explainedShare).toBeGreaterThan(0);
    expect(body.explainedShare).toBeLessThan(1);
    expect(body.predictions[0].explanation.contributions[0].feature).toBe('x0');
  });

  it('is refused for a learner that does not add features up', async () => {
    const world = await learned(definitionOf({ learner: { name: 'mlp' } }));
    const { status, body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { X: [[1, 0]] }, query));
    expect({ status, ...body }).toMatchObject({
      status: 400,
      type: '/problems/not-explainable',
      detail: 'learner mlp, as it is defined, adds no features up: ask without explain',
    });
  });

  it('is left out when nobody asks for it', async () => {
    const event = urlEvent('POST', PREDICT, { X: [[1, 0]] }, { explain: '0' });
    const { body } = await ask((await learned()).newPredictor(), event);
    expect(Object.keys(body.predictions[0])).toEqual(['probability', 'label']);
  });
});

describe('a request that is refused', () => {
  const X = [[1, 2]];
  const nested = `{"X": ${'['.repeat(200)}${']'.repeat(200)}}`;
  const cases: readonly [string, unknown, string, string, number?][] = [
    ['not JSON', '{"X": [[1,', '', 'expected JSON, got "{\\"X\\": [[1,"'],
    ['a list', [X], '', 'expected an object with X, or with rows, got a list of 1'],
    ['nothing at all', undefined, '', 'expected JSON, got ""'],
    ['neither form', {}, '', 'expected X, or rows, got neither'],
    ['both forms', { X, rows: [{}] }, '', 'expected X, or rows, got both'],
    ['labels', { X, y: [1] }, '', 'expected no field "y"'],
    ['no list', { X: 3 }, '/X', 'X: expected a list, got 3'],
    ['no rows', { rows: [] }, '/rows', 'rows: expected at least one row, got none'],
    ['a row that is none', { X: [[1, 2], 7] }, '/X/1', 'X[1]: expected a list of numbers, got 7'],
    ['a row that is too wide', { X: [[1, 2, 3]] }, '/X/0', 'X[0]: expected 2 features, got 3'],
    ['text', { X: [[1, 'two']] }, '/X/0/1', 'X[0][1]: expected a finite number, got "two"'],
    ['a row without a feature', { rows: [{ x0: 1 }] }, '/rows/0/x1', 'rows[0].x1: expected a number, got nothing'],
    ['infinity', '{"X": [[1e400, 1]]}', '/X/0/0', 'X[0][0]: expected a finite number, got Infinity'],
    ['many brackets', nested, '', 'expected at most 100 brackets open at once, got more'],
    [
      'too many rows',
      { X: Array(REQUEST_ROWS_MAX + 1).fill([1, 2]) },
      '/X',
      'X: expected at most 10000 rows, got 10001',
      413,
    ],
    ['too many bytes', ' '.repeat(REQUEST_BYTES_MAX + 1), '', 'expected at most 6291456 bytes, got 6291457', 413],
  ];

  it.each(cases)('for %s says where and what', async (_, body, pointer, detail, status = 400) => {
    const answer = await ask((await learned()).newPredictor(), urlEvent('POST', PREDICT, body));
    const kind = status === 413 ? 'too-large' : 'bad-body';
    expect(answer).toMatchObject({
      status,
      headers: { 'Content-Type': 'application/problem+json' },
      asked: { model: 'clicks', rows: 0 },
      failure: undefined,
      body: { type: `/problems/${kind}`, status, detail, errors: [{ pointer }] },
    });
  });

  it('is refused for a body that is not UTF-8', async () => {
    const event = urlEvent('POST', PREDICT, Buffer.of(0x7b, 0xff, 0x7d).toString('base64'));
    const { body } = await ask((await learned()).newPredictor(), { ...event, isBase64Encoded: true });
    expect(body).toMatchObject({ status: 400, errors: [{ reason: 'not-utf8' }] });
  });

  it('points at a feature whatever its name is', async () => {
    const world = await learned(definitionOf({ features: ['a/b~c', 'd'] }));
    const { body } = await ask(world.newPredictor(), urlEvent('POST', PREDICT, { rows: [{ d: 1 }] }));
    expect(body.errors).toEqual([
      { pointer: '/rows/0/a~1b~0c', detail: 'expected a number, got nothing', reason: 'missing-feature' },
    ]);
  });

  it('is refused for more rows than are explained', async () => {
    const X = Array(EXPLAINED_ROWS_MAX + 1).fill([1, 2]);
    const { body } = await ask((await learned()).newPredictor(), urlEvent('POST', PREDICT, { X }, { explain: '1' }));
    expect(body).toMatchObject({ status: 413, detail: 'X: expected at most 1000 rows, got 1001' });
  });

  it('is refused for an explain that is neither 0 nor 1', async () => {
    const { body } = await ask((await learned()).newPredictor(), urlEvent('POST', PREDICT, { X }, { explain: 'yes' }));
    expect(body).toMatchObject({
      type: '/problems/bad-query',
      status: 400,
      errors: [{ parameter: 'explain', detail: 'expected 0 or 1, got "yes"' }],
    });
  });

  it.each([
    ['GET', '/', 404, 'not-found'],
    ['GET', '/model', 404, 'not-found'],
    ['POST', '/models/clicks/learn', 404, 'not-found'],
    ['POST', '/models/clicks/predict/', 404, 'not-found'],
    ['GET', '/models/nobody', 404, 'unknown-model'],
    ['POST', '/models/nobody/predict', 404, 'unknown-model'],
    ['GET', '/models/__proto__', 404, 'unknown-model'],
    ['GET', '/models/', 404, 'unknown-model'],
    ['GET', '/models/other', 404, 'not-committed'],
    ['POST', '/models/other/predict', 404, 'not-committed'],
    ['POST', '/models', 405, 'method-not-allowed'],
    ['DELETE', '/models/clicks', 405, 'method-not-allowed'],
    ['GET', '/models/clicks/predict', 405, 'method-not-allowed'],
  ])('%s %s is answered with %d, %s', async (method, path, status, kind) => {
    const { body, headers } = await ask((await learned()).newPredictor(), urlEvent(method, path, { X }));
    expect(body).toMatchObject({ status, type: `/problems/${kind}` });
    if (status === 405) expect(headers.Allow).toBe(path.endsWith('predict') ? 'POST' : 'GET');
  });

  it('names the models there are, and says of one that never committed that it did not', async () => {
    const predictor = (await learned()).newPredictor();
    expect((await ask(predictor, urlEvent('GET', '/models/nobody'))).body.detail).toBe(
      'expected one of clicks, other, got "nobody"',
    );
    expect((await ask(predictor, urlEvent('GET', '/models/other'))).body.detail).toBe(
      'model other has not committed yet: it has learned nothing so far',
    );
  });

  it('gets an answer whatever its body is', async () => {
    const predictor = (await learned(people)).newPredictor();
    const cell = fc.oneof(fc.anything(), fc.constantFrom(null, 1, 'DE', 1e39, true));
    const row = fc.oneof(fc.dictionary(fc.constantFrom('age', 'country', 'visits', '__proto__'), cell), cell);
    const body = fc.oneof(
      fc.anything(),
      fc.record({ rows: fc.array(row) }),
      fc.record({ X: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 })) }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        let text: string | undefined;
        try {
          text = JSON.stringify(value);
        } catch {
          return; // a bigint or a circle is no JSON
        }
        const { status, body, failure } = await ask(predictor, urlEvent('POST', PREDICT, text));
        expect(failure).toBeUndefined();
        expect([200, 400]).toContain(status);
        if (status === 400) {
          const [{ pointer, detail, reason }] = body.errors;
          expect(pointer).toMatch(/^$|^\/(X|rows)/);
          expect([detail, reason].every((part) => typeof part === 'string' && !part.includes('\n'))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a model', () => {
  it('is described by definition, version, age and quality', async () => {
    const world = await learned();
    world.clock.moveMs(90_000);
    const { status, body, asked } = await ask(world.newPredictor(), urlEvent('GET', '/models/clicks'));
    expect({ status, asked }).toEqual({ status: 200, asked: undefined });
    expect(body).toEqual({
      model: 'clicks',
      version: 1,
      ageSeconds: 90,
      checkedSecondsAgo: 0,
      pinned: false,
      threshold: 0.5,
      segments: 1,
      definition: definitionOf(),
      quality: JSON.parse(JSON.stringify(qualityRow(world.snapshot().model))),
    });
  });

  it('has no quality before its first segment', async () => {
    const world = new PredictorWorld();
    await world.learn('clicks', 3);
    const { body } = await ask(world.newPredictor(), urlEvent('GET', '/models/clicks'));
    expect(body).toMatchObject({ version: 1, segments: 0, quality: null });
  });

  it('is listed by name', async () => {
    const { status, body } = await ask((await learned()).newPredictor(), urlEvent('GET', '/models'));
    expect({ status, body }).toEqual({ status: 200, body: { models: ['clicks', 'other'] } });
  });
});

describe('the snapshot that is served', () => {
  const event = urlEvent('POST', PREDICT, { X: [[1, 2]] });

  it('is read once, and served as it is until it is time to look again', async () => {
    const world = await learned();
    const predictor = world.newPredictor();
    const before = world.store.gets;
    await ask(predictor, event);
    await world.learn();
    const reads = world.store.gets; // the trainer reads too
    world.clock.moveMs(LOOK_AGAIN_MS - 1);
    expect((await ask(predictor, event)).body).toMatchObject({ version: 1, checkedSecondsAgo: 4.999 });
    expect(world.store.gets).toBe(reads);
    expect(reads).toBeGreaterThan(before);
    world.clock.moveMs(1);
    expect((await ask(predictor, event)).body).toMatchObject({ version: 2, checkedSecondsAgo: 0 });
  });

  it('is asked for under its ETag, and kept when it is still the one', async () => {
    const world = await learned();
    const predictor = world.newPredictor();
    const etags: (string | undefined)[] = [];
    const look = world.store.look.bind(world.store);
    world.store.look = (model, etag) => {
      etags.push(etag);
      return look(model, etag);
    };
    for (let i = 0; i < 3; i++) {
      expect((await ask(predictor, event)).body).toMatchObject({ version: 1, checkedSecondsAgo: 0 });
      world.clock.moveMs(LOOK_AGAIN_MS);
    }
    const { etag } = world.store.objects.get('clicks') ?? {};
    expect(etags).toEqual([undefined, etag, etag]);
  });

  it('goes on while the store does not answer, and its age is told; the store is not asked with each request', async () => {
    const world = await learned();
    const predictor = world.newPredictor();
    await ask(predictor, event);
    world.clock.moveMs(LOOK_AGAIN_MS);
    world.store.onGet(1);
    const gets = world.store.gets;
    const first = await ask(predictor, event);
    expect(first).toMatchObject({
      status: 200,
      body: { version: 1, checkedSecondsAgo: 5 },
      failure: expect.any(Error),
    });
    world.clock.moveMs(1_000);
    const second = await ask(predictor, event);
    expect(second).toMatchObject({ status: 200, body: { checkedSecondsAgo: 6, ageSeconds: 6 } });
    expect(second.failure).toBeUndefined(); // told once a look
    expect(world.store.gets).toBe(gets + 1);
    world.clock.moveMs(LOOK_AGAIN_MS);
    expect((await ask(predictor, event)).body).toMatchObject({ version: 1, checkedSecondsAgo: 0 });
  });

  it('is that of the version that somebody pinned, while the trainer goes on', async () => {
    const world = await learned();
    const first = world.store.objects.get('clicks')?.bytes ?? new Uint8Array();
    const predictor = world.newPredictor();
    const before = await ask(predictor, event);
    await world.learn();
    await world.pinned.put('clicks', 1, first);
    const snapshot = world.snapshot();
    const pinned = { version: 1, atMs: 0 };
    world.store.overwrite('clicks', encodeSnapshot({ ...snapshot, steering: { pinned } }));
    world.clock.moveMs(LOOK_AGAIN_MS);
    expect((await ask(predictor, event)).body).toMatchObject({ version: 1, predictions: before.body.predictions });
    const described = await ask(predictor, urlEvent('GET', '/models/clicks'));
    expect(described.body).toMatchObject({ version: 1, pinned: true });
    await world.learn();
    world.pinned.delete('clicks', 1); // a copy never changes: it is read once
    world.clock.moveMs(LOOK_AGAIN_MS);
    expect(await ask(predictor, event)).toMatchObject({ body: { version: 1 }, failure: undefined });
    world.store.overwrite('clicks', encodeSnapshot({ ...world.snapshot(), steering: {} }));
    world.clock.moveMs(LOOK_AGAIN_MS);
    expect((await ask(predictor, event)).body).toMatchObject({ version: 3 });
  });

  it('is not the current one in place of a pinned one whose copy is gone', async () => {
    const world = await learned();
    const pinned = { version: 1, atMs: 0 };
    world.store.overwrite('clicks', encodeSnapshot({ ...world.snapshot(), steering: { pinned } }));
    const { status, failure } = await ask(world.newPredictor(), event);
    expect(status).toBe(503);
    expect(failure).toMatchObject({ message: expect.stringMatching(/pinned to version 1, whose copy is gone.*unpin/) });
  });

  it.each([
    ['is deleted', (world: PredictorWorld) => world.store.delete('clicks')],
    ['is damaged', (world: PredictorWorld) => world.store.overwrite('clicks', new Uint8Array(40))],
  ])('goes on when the one in the store %s', async (_, harm) => {
    const world = await learned();
    const predictor = world.newPredictor();
    const { body } = await ask(predictor, event);
    harm(world);
    world.clock.moveMs(LOOK_AGAIN_MS);
    const after = await ask(predictor, event);
    expect(after).toMatchObject({ status: 200, failure: expect.any(Error) });
    expect(after.body.predictions).toEqual(body.predictions);
  });

  it('is waited for with 503 when the store has never answered, and is there with the next request', async () => {
    const world = await learned();
    const predictor = world.newPredictor();
    world.store.onGet(1);
    expect(await ask(predictor, event)).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
      body: { type: '/problems/unavailable', detail: 'model clicks: the store does not answer; try again' },
      failure: expect.any(Error),
      asked: { model: 'clicks', rows: 0 },
    });
    expect((await ask(predictor, event)).status).toBe(200);
  });

  it('is 503 too where it cannot be used, and the answer does not say what is in it', async () => {
    const world = await learned();
    world.store.overwrite('clicks', new Uint8Array(40));
    const { status, body } = await ask(world.newPredictor(), event);
    expect({ status, detail: body.detail }).toEqual({
      status: 503,
      detail: 'model clicks: its snapshot cannot be used; the log says why',
    });
  });

  it('is looked for again when there was none', async () => {
    const world = new PredictorWorld();
    const predictor = world.newPredictor();
    expect((await ask(predictor, event)).body.type).toBe('/problems/not-committed');
    await world.learn();
    expect((await ask(predictor, event)).status).toBe(200);
  });

  it('is 500 for what nobody expected, with the cause for the log only', async () => {
    const world = await learned();
    world.clock.nowMs = () => {
      throw new Error('no time');
    };
    const { status, body, failure } = await ask(world.newPredictor(), event);
    expect({ status, type: body.type }).toEqual({ status: 500, type: '/problems/internal' });
    expect(JSON.stringify(body)).not.toContain('no time');
    expect(failure).toEqual(new Error('no time'));
  });
});
