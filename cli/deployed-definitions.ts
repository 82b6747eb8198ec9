import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { modelsMetadata, stackNames, variables } from '../lambdas/contract.ts';
import { definitionsOf, type Overrides } from '../lambdas/definitions.ts';
import type { Definition } from '../learning/definition.ts';
import type { DefinitionFields } from '../learning/definition-fields.ts';
import { nearestClause } from '../learning/nearest-name.ts';
import { models } from '../sluice.config.ts';
import { type Functions, findFunctions, StackNotFoundError, templateOf } from './deployment.ts';
import { UsageError } from './errors.ts';

/** What a pipeline was deployed with. */
export interface Deployed {
  readonly overrides: Overrides;
  /** The fields of each model's definition, the overridden ones as they are then; nothing of a pipeline that was deployed before it told them. */
  readonly models: ReadonlyMap<string, DefinitionFields> | undefined;
}

export async function deployedWith({ stage, trainer }: Pick<Functions, 'stage' | 'trainer'>): Promise<Deployed> {
  const [overrides, { Metadata }] = await Promise.all([
    deployedOverrides(trainer),
    templateOf(stackNames(stage).pipeline),
  ]);
  const told = Metadata?.[modelsMetadata] as Readonly<Record<string, DefinitionFields>> | undefined;
  return { overrides, models: told && new Map(Object.entries(told)) };
}

/** What replaces fields of this project's config in a deployment. */
export async function deployedOverrides(trainer: string): Promise<Overrides> {
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName: trainer }),
  );
  return JSON.parse(Environment?.Variables?.[variables.overrides] ?? '{}');
}

/** The definitions in force in a deployment: this project's config with the overrides that the trainer was given. */
export async function deployedDefinitions(trainer: string): Promise<ReadonlyMap<string, Definition>> {
  return definitionsOf(models, await deployedOverrides(trainer));
}

/** The same while the pipeline may be destroyed: then nothing overrides this project's config. */
export async function definitionsInForce(stage: string): Promise<ReadonlyMap<string, Definition>> {
  try {
    return await deployedDefinitions((await findFunctions(stage)).trainer);
  } catch (error) {
    if (error instanceof StackNotFoundError) return definitionsOf(models);
    throw error;
  }
}

/** @throws {UsageError} naming the models there are, and the one that was meant. */
export function definitionOf(
  model: string,
  definitions: ReadonlyMap<string, Definition>,
  argument = '--model',
): Definition {
  const definition = definitions.get(model);
  if (definition === undefined) {
    const names = [...definitions.keys()];
    throw new UsageError(
      `${argument}: expected one of ${names.join(', ')}, got ${model}${nearestClause(model, names)}`,
    );
  }
  return definition;
}
