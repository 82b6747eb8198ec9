import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { variables } from '../lambdas/contract.ts';
import { definitionsOf, type Overrides } from '../lambdas/definitions.ts';
import type { Definition } from '../learning/definition.ts';
import { nearestClause } from '../learning/nearest-name.ts';
import { models } from '../sluice.config.ts';
import { findFunctions, StackNotFoundError } from './deployment.ts';
import { CommandError, UsageError } from './errors.ts';

/** What a trainer was deployed with. */
export interface Deployed {
  readonly overrides: Overrides;
  /** Names of its models; nothing of one that was deployed before it told them. */
  readonly models: readonly string[] | undefined;
}

export async function deployedWith(trainer: string): Promise<Deployed> {
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName: trainer }),
  );
  const told = (variable: string) => JSON.parse(Environment?.Variables?.[variable] ?? 'null');
  return { overrides: told(variables.overrides) ?? {}, models: told(variables.models) ?? undefined };
}

/** The definitions in force in a deployment: this project's config with the overrides that the trainer was given. */
export async function deployedDefinitions(trainer: string): Promise<ReadonlyMap<string, Definition>> {
  return definitionsOf(models, (await deployedWith(trainer)).overrides);
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

/**
 * Records for a model that the trainer does not know would end in quarantine.
 *
 * @throws {CommandError} when the model came into the config after the last deployment.
 */
export function expectDeployed(model: string, { models: names }: Deployed): void {
  if (names === undefined || names.includes(model)) return;
  throw new CommandError(
    `model ${model} is in sluice.config.ts, and not deployed yet: expected one of ${names.join(', ')}; \`npm run deploy\` deploys it. Nothing was sent`,
  );
}
