import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import document from '../../../docs/openapi.json' with { type: 'json' };
import { problemKinds } from '../../../lambdas/predictor/problem.ts';
import { REQUEST_ROWS_MAX } from '../../../lambdas/predictor/question.ts';
import { quarantineReasons } from '../../../records/record.ts';
import { definitionOf } from '../../builders/definition.ts';
import { ask, PredictorWorld, urlEvent } from '../../builders/predictor-world.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const COMPONENTS = '#/components/schemas/';
const schemas = JSON.stringify(document.components.schemas).replaceAll(COMPONENTS, '#/$defs/');
ajv.addSchema({ $id: 'openapi.json', $defs: JSON.parse(schemas) }); // the document itself is no schema

/** What is wrong with a value, by a schema of the document. */
function faults(schema: string, value: unknown): string[] {
  const validate = ajv.compile({ $ref: schema.replace(COMPONENTS, 'openapi.json#/$defs/') });
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Every response of the document: `POST /models/{model}/predict 200`. */
const documented = Object.entries(document.paths as unknown as Paths).flatMap(([path, operations]) =>
  ['get', 'post', 'put', 'delete', 'patch']
    .filter((method) => method in operations)
    .flatMap((method) =>
      Object.entries(operations[method].responses).map(([status, response]) => ({
        name: `${method.toUpperCase()} ${path} ${status}`,
        response,
      })),
    ),
);

const X = [[1, 2]];
const PREDICT = '/models/clicks/predict';

interface Case {
  readonly name: string;
  readonly event: LambdaFunctionURLEvent;
  readonly prepare?: (world: PredictorWorld) => unknown;
}

const predict = (name: string, body: unknown, more: Partial<Case> & { query?: Record<string, string> } = {}): Case => ({
  name: `POST /models/{model}/predict ${name}`,
  event: urlEvent('POST', PREDICT, body, more.query),
  ...more,
});
const describeModel = (name: string, prepare?: Case['prepare'], model = 'clicks'): Case => ({
  name: `GET /models/{model} ${name}`,
  event: urlEvent('GET', `/models/${model}`),
  ...(prepare && { prepare }),
});
const noTime = (world: PredictorWorld) => {
  world.clock.nowMs = () => Number.NaN.toFixed(-1) as never;
};

/** Requests whose answers are of every kind there is. */
const cases: readonly Case[] = [
  { name: 'GET /models 200', event: urlEvent('GET', '/models') },
  describeModel('200'),
  describeModel('200', (world) => world.learn('committee'), 'committee'),
  describeModel('404', undefined, 'nobody'),
  describeModel('404', undefined, 'committee'),
  describeModel('500', noTime),
  describeModel('503', (world) => world.store.onGet(1)),
  predict('200', { X }),
  predict('200', { rows: [{ x0: 1, x1: 2, more: 'text' }] }),
  predict('200', { X }, { query: { explain: '1' } }),
  predict('200', undefined, {
    event: urlEvent('POST', '/models/committee/predict', { X }, { explain: '1' }),
    prepare: (world) => world.learn('committee'),
  }),
  predict('200', { X, remember: true }),
  predict('200', { X, remember: true, ids: ['order 17'] }),
  predict('400', { X: [['a', 2]] }),
  predict('400', { X }, { query: { explain: '2' } }),
  predict('400', undefined, {
    event: urlEvent('POST', '/models/mlp/predict', { X }, { explain: '1' }),
    prepare: (world) => world.learn('mlp'),
  }),
  predict('404', undefined, { event: urlEvent('POST', '/models/nobody/predict', { X }) }),
  predict('404', undefined, { event: urlEvent('POST', '/models/mlp/predict', { X }) }),
  predict('413', { X: Array(REQUEST_ROWS_MAX + 1).fill([1, 2]) }),
  predict('500', { X }, { prepare: noTime }),
  predict('503', { X, remember: true }, { prepare: (world) => world.rememberedRows.onRemember(1) }),
  predict('503', { X }, { prepare: (world) => world.store.onGet(1) }),
];

async function aWorld(): Promise<PredictorWorld> {
  const [committee, mlp] = (['committee', 'mlp'] as const).map((name) => definitionOf({ learner: { name } }));
  const world = new PredictorWorld({ clicks: definitionOf(), committee, mlp });
  await world.learn();
  return world;
}

describe('docs/openapi.json', () => {
  it('has every answer that the handler gives, and no other', () => {
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(documented.map(({ name }) => name)));
  });

  it.each(cases)('says what is in the answer: $name', async ({ name, event, prepare }) => {
    const world = await aWorld();
    await prepare?.(world);
    const { status, headers, body } = await ask(world.newPredictor(), event);
    expect(`${status}`).toBe(name.split(' ').at(-1));
    const { response } = documented.find((one) => one.name === name) ?? expect.fail(`${name} is not in the document`);
    expect(Object.keys(headers)).toEqual(expect.arrayContaining(Object.keys(response.headers ?? {})));
    const [[contentType, { schema }]] = Object.entries(response.content);
    expect(headers['Content-Type']).toBe(contentType);
    expect(faults(schema.$ref, body)).toEqual([]);
  });

  it('says that other paths and methods are answered with problem details', async () => {
    const predictor = (await aWorld()).newPredictor();
    for (const event of [urlEvent('GET', '/'), urlEvent('PUT', PREDICT), urlEvent('POST', '/models')]) {
      const { status, body, headers } = await ask(predictor, event);
      expect([404, 405]).toContain(status);
      expect(headers['Content-Type']).toBe('application/problem+json');
      expect(faults('#/components/schemas/Problem', body)).toEqual([]);
    }
  });

  it('knows every kind of problem', () => {
    const { Problem } = document.components.schemas;
    expect(Problem.properties.type.enum).toEqual(Object.keys(problemKinds).map((kind) => `/problems/${kind}`));
  });

  it('takes what the handler takes, and refuses what no definition would have it take', async () => {
    const predictor = (await aWorld()).newPredictor();
    const cell = fc.oneof({ weight: 19, arbitrary: fc.integer() }, fc.constantFrom(null, 'a', true, {}, []));
    const plain = fc.array(fc.oneof({ weight: 9, arbitrary: fc.tuple(cell, cell) }, cell), { maxLength: 2 });
    const named = fc.array(fc.oneof({ weight: 9, arbitrary: fc.record({ x0: cell, x1: cell }) }, cell), {
      maxLength: 2,
    });
    const body = fc.oneof(
      fc.record({ X: plain }),
      fc.record({ rows: named }),
      fc.record({ X: fc.oneof(plain, cell), rows: fc.oneof(named, cell), y: cell }, { requiredKeys: [] }),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        const { status } = await ask(predictor, urlEvent('POST', PREDICT, given));
        if (status !== 200) return; // the document does not know the definition, and so takes more
        taken += 1;
        expect(faults('#/components/schemas/Rows', given)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(50);
    for (const refused of [
      {},
      { X, rows: [{}] },
      { X: [] },
      { X: [1] },
      { rows: [[1]] },
      { X: [[{}]] },
      { X, y: [1] },
    ]) {
      expect(faults('#/components/schemas/Rows', refused)).not.toEqual([]);
      expect((await ask(predictor, urlEvent('POST', PREDICT, refused))).status).toBe(400);
    }
  });
});

it('the examples of requests in the document are requests', () => {
  const { examples } = document.paths['/models/{model}/predict'].post.requestBody.content['application/json'];
  for (const { value } of Object.values(examples)) expect(faults('#/components/schemas/Rows', value)).toEqual([]);
});

it('a fault in a body has a reason of the list of docs/wire-format.md', async () => {
  const { body } = await ask((await aWorld()).newPredictor(), urlEvent('POST', PREDICT, { X: [[1]] }));
  expect(quarantineReasons).toContain(body.errors[0].reason);
});
