import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { outputs, stackNames } from '../lambdas/contract.ts';
import { CommandError } from './errors.ts';

/** Physical names of what is deployed in a stage. */
export interface Deployment {
  readonly stage: string;
  readonly stream: string;
  readonly modelBucket: string;
  readonly quarantineBucket: string;
  readonly ledger: string;
  readonly trainer: string;
  readonly producer: string;
}

/**
 * Finds a stage's resources by the outputs of its stacks, on AWS or on whatever `AWS_ENDPOINT_URL` names.
 *
 * @throws {CommandError} when a stack is not there.
 */
export async function findDeployment(stage: string): Promise<Deployment> {
  const client = new CloudFormationClient({});
  const { state, pipeline } = stackNames(stage);
  const [stateOutputs, pipelineOutputs] = await Promise.all([outputsOf(client, state), outputsOf(client, pipeline)]);
  const find = (found: ReadonlyMap<string, string>, stack: string, output: string): string => {
    const value = found.get(output);
    if (value === undefined) throw new CommandError(`stack ${stack} has no output ${output}: deploy it again`);
    return value;
  };
  return {
    stage,
    stream: find(stateOutputs, state, outputs.state.stream),
    modelBucket: find(stateOutputs, state, outputs.state.modelBucket),
    quarantineBucket: find(stateOutputs, state, outputs.state.quarantineBucket),
    ledger: find(stateOutputs, state, outputs.state.ledger),
    trainer: find(pipelineOutputs, pipeline, outputs.pipeline.trainer),
    producer: find(pipelineOutputs, pipeline, outputs.pipeline.producer),
  };
}

async function outputsOf(client: CloudFormationClient, stack: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return new Map(Stacks[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`stack ${stack} was not found (${why}): deploy it, or say another --stage`, {
      cause: error,
    });
  }
}
