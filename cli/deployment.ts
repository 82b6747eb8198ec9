import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { outputs, stackNames } from '../lambdas/contract.ts';
import { CommandError } from './errors.ts';

/** Physical names of what is never thrown away in a stage. */
export interface State {
  readonly stage: string;
  readonly stream: string;
  readonly modelBucket: string;
  readonly quarantineBucket: string;
  readonly ledger: string;
  readonly rows: string;
}

/** Physical names of what is deployed in a stage. */
export interface Deployment extends State, Functions {}

export interface Functions {
  readonly stage: string;
  readonly trainer: string;
  readonly producer: string;
  readonly labeller: string;
  readonly predictor: string;
  /** Where the predictor answers. */
  readonly predictorUrl: string;
}

/**
 * Finds a stage's resources by the outputs of its stacks, on AWS or on whatever `AWS_ENDPOINT_URL` names.
 *
 * @throws {CommandError} when a stack is not there.
 */
export async function findDeployment(stage: string): Promise<Deployment> {
  const [state, functions] = await Promise.all([findState(stage), findFunctions(stage)]);
  return { ...state, ...functions };
}

/** The same of what stands while the pipeline is destroyed. */
export async function findState(stage: string): Promise<State> {
  const find = await outputsOf(stackNames(stage).state);
  const { stream, modelBucket, quarantineBucket, ledger, rows } = outputs.state;
  return {
    stage,
    stream: find(stream),
    modelBucket: find(modelBucket),
    quarantineBucket: find(quarantineBucket),
    ledger: find(ledger),
    rows: find(rows),
  };
}

/** @throws {StackNotFoundError} when the pipeline is not there. */
export async function findFunctions(stage: string): Promise<Functions> {
  const find = await outputsOf(stackNames(stage).pipeline);
  const { trainer, producer, labeller, predictor, predictorUrl } = outputs.pipeline;
  return {
    stage,
    trainer: find(trainer),
    producer: find(producer),
    labeller: find(labeller),
    predictor: find(predictor),
    predictorUrl: find(predictorUrl),
  };
}

/** What is looked at of a stack's template. */
export interface StackTemplate {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

/** The template that a stack was last deployed with. */
export async function templateOf(stack: string): Promise<StackTemplate> {
  const { TemplateBody = '{}' } = await new CloudFormationClient({}).send(new GetTemplateCommand({ StackName: stack }));
  return JSON.parse(TemplateBody);
}

/** A stack that is not there. */
export class StackNotFoundError extends CommandError {}

async function outputsOf(stack: string): Promise<(output: string) => string> {
  const found = await describe(stack);
  return (output) => {
    const value = found.get(output);
    if (value === undefined) throw new CommandError(`stack ${stack} has no output ${output}: deploy it again`);
    return value;
  };
}

async function describe(stack: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack }));
    return new Map(Stacks[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/does not exist/.test(why)) {
      const message = `stack ${stack} was not found (${why}): deploy it, or say another --stage`;
      throw new StackNotFoundError(message, { cause: error });
    }
    throw new CommandError(`stack ${stack} could not be looked for (${why}): \`sluice doctor\` says what to do`, {
      cause: error,
    });
  }
}
