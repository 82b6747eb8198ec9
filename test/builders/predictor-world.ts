import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { requestOf, resultOf } from '../../lambdas/predictor/function-url.ts';
import { createPredictor, type Predictor } from '../../lambdas/predictor/predictor.ts';
import type { Definition } from '../../learning/definition.ts';
import { seededRandom } from '../../learning/random.ts';
import { encodeJson } from '../../records/json.ts';
import { definitionOf } from './definition.ts';
import { rowsOf } from './rows.ts';
import { World } from './world.ts';

export const LOOK_AGAIN_MS = 5_000;

/** A world with a predictor, and a model that learns when it is told to. */
export class PredictorWorld extends World {
  /** Committed again and again: the trainer's checkpoint of the one shard. */
  #sent = 0;
  readonly #random = seededRandom('row ids');

  constructor(definitions: Readonly<Record<string, Definition>> = { clicks: definitionOf() }) {
    super(definitions);
  }

  newPredictor(): Predictor {
    return createPredictor(this.definitions, {
      snapshots: this.store,
      pinned: this.pinned,
      clock: this.clock,
      lookAgainMs: LOOK_AGAIN_MS,
      memory: this.rememberedRows,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => this.#random.integer(256)),
    });
  }

  /** The real trainer takes a record of so many rows, and commits. */
  async learn(model = 'clicks', rows = 50): Promise<void> {
    this.#sent += 1;
    const width = this.definitions.get(model)?.features.length;
    const record = { model, id: `r${this.#sent}`, rows: rowsOf(rows, { width, seed: `learn ${this.#sent}` }) };
    await this.newTrainer().train(
      [{ shardId: 'shard-0', sequenceNumber: BigInt(this.#sent), data: encodeJson(record) }],
      () => false,
    );
  }
}

/** What a function URL hands over. */
export function urlEvent(
  method: string,
  path: string,
  body?: unknown,
  query?: Readonly<Record<string, string>>,
): LambdaFunctionURLEvent {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {},
    ...(query && { queryStringParameters: { ...query } }),
    requestContext: { http: { method, path } } as LambdaFunctionURLEvent['requestContext'],
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
  };
}

/** One request, as over HTTP: the status, the headers and what the body says. */
export async function ask(predictor: Predictor, event: LambdaFunctionURLEvent) {
  const answer = await predictor.answer(requestOf(event));
  const result = resultOf(answer);
  if (typeof result === 'string') throw new Error(`Got text when expected a response: ${result}`);
  return {
    status: result.statusCode,
    headers: result.headers ?? {},
    body: JSON.parse(result.body ?? 'null'),
    failure: answer.failure,
    asked: answer.asked,
  };
}
