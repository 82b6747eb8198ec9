import { type Definition, DefinitionError, type ModelDefinition, resolveDefinition } from '../learning/definition.ts';

/** Fields that replace those of a model's definition in one deployment: `{"clicks": {"gate": {"name": "none"}}}`. */
export type Overrides = Readonly<Record<string, Partial<ModelDefinition>>>;

/**
 * The definitions in force: the config's, with the deployment's overrides, checked.
 *
 * @throws {DefinitionError} naming model and field.
 */
export function definitionsOf(
  models: Readonly<Record<string, ModelDefinition>>,
  overrides: Overrides = {},
): ReadonlyMap<string, Definition> {
  const unknown = Object.keys(overrides).find((model) => !Object.hasOwn(models, model));
  if (unknown !== undefined) {
    throw new DefinitionError(`overrides: expected one of ${Object.keys(models).join(', ')}, got ${unknown}`);
  }
  if (Object.keys(models).length === 0) throw new DefinitionError('models: expected at least one, got none');
  return new Map(
    Object.entries(models).map(([model, definition]) => [
      model,
      resolveDefinition(model, { ...definition, ...overrides[model] }),
    ]),
  );
}
