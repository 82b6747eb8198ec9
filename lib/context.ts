import type { ModelDefinition } from '../learning/definition.ts';
import { type Stage, stages } from './settings.ts';

/** Fields that replace those of a model's definition in one deployment. */
export type Overrides = Readonly<Record<string, Partial<ModelDefinition>>>;

/**
 * The stage that `cdk -c stage=…` asks for; `dev` when it asks for none.
 *
 * @throws {Error} saying what came and what was expected.
 */
export function stageOf(given: unknown): Stage {
  if (given === undefined) return 'dev';
  const stage = stages.find((known) => known === given);
  if (stage === undefined) {
    throw new Error(`context stage: expected one of ${stages.join(', ')}, got ${JSON.stringify(given)}`);
  }
  return stage;
}

/**
 * The overrides that `cdk -c overrides='{"clicks":{"threshold":0.4}}'` or an object in cdk.json asks for; none when
 * nothing does. Only their outer shape is checked here, the fields by the definitions.
 *
 * @throws {Error} saying what came and what was expected.
 */
export function overridesOf(given: unknown): Overrides {
  if (given === undefined) return {};
  const overrides = typeof given === 'string' ? parseJson(given) : given;
  if (!isObject(overrides)) throw unexpected(overrides);
  const bare = Object.entries(overrides).find(([, fields]) => !isObject(fields));
  if (bare !== undefined) {
    throw new Error(`context overrides: ${bare[0]}: expected an object of fields, got ${JSON.stringify(bare[1])}`);
  }
  return overrides as Overrides;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unexpected(text, { cause });
  }
}

function unexpected(got: unknown, options?: ErrorOptions): Error {
  const expected = 'JSON of an object by model, like {"clicks":{"threshold":0.4}}';
  return new Error(`context overrides: expected ${expected}, got ${JSON.stringify(got)}`, options);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
