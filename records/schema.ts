import type { Definition } from '../learning/definition.ts';
import { ID_LENGTH_MAX, RejectedRecord, shown } from './record.ts';

/** What a decoder must know of a model. */
export type Schema = Pick<Definition, 'features' | 'categorical' | 'missing' | 'label'>;

/** The models of a deployment, the default one first. */
export type Schemas = ReadonlyMap<string, Schema>;

/** The model that a record names, or the config's first one. Notes it in `named`, for the case that the rest is bad. */
export function modelOf(name: unknown, schemas: Schemas, named: { model?: string }): { model: string; schema: Schema } {
  const model = name === undefined ? schemas.keys().next().value : name;
  const schema = typeof model === 'string' ? schemas.get(model) : undefined;
  if (typeof model !== 'string' || schema === undefined) {
    throw new RejectedRecord(
      'unknown-model',
      `model: expected one of ${[...schemas.keys()].join(', ')}, got ${shown(model)}`,
    );
  }
  named.model = model;
  return { model, schema };
}

/** A record id that can be used, or none. */
export function idOf(id: unknown): { id?: string } {
  if (id === undefined) return {};
  if (isId(id)) return { id };
  throw new RejectedRecord('bad-id', `id: ${expectedId}, got ${shown(id)}`);
}

export const expectedId = `expected text of 1 to ${ID_LENGTH_MAX} characters`;

/** An id of a record or of a row. Lone surrogates would all be hashed alike, and so are no id. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && id.length >= 1 && id.length <= ID_LENGTH_MAX && id.isWellFormed();
}
