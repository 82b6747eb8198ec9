import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { variables } from '../lambdas/contract.ts';
import { definitionsOf } from '../lambdas/definitions.ts';
import type { Definition } from '../learning/definition.ts';
import { nearestName } from '../learning/nearest-name.ts';
import { models } from '../sluice.config.ts';
import { findFunctions, StackNotFoundError } from './deployment.ts';
import { UsageError } from './errors.ts';

/** The definitions in force in a deployment: this project's config with the overrides that the trainer was given. */
export async function deployedDefinitions(trainer: string): Promise<ReadonlyMap<string, Definition>> {
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName: trainer }),
  );
  return definitionsOf(models, JSON.parse(Environment?.Variables?.[variables.overrides] ?? '{}'));
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
      `${argument}: expected one of ${names.join(', ')}, got ${model}; the nearest is ${nearestName(model, names)}`,
    );
  }
  return definition;
}
