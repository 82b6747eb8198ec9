import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { templateOf } from '../deployment.ts';
import type { SeenAlarm, SeenMapping, SeenSchedule, SeenTable } from './judgements.ts';

/* What a deployment looks like from outside; each throws what the SDK throws. */

export async function whoAmI(): Promise<string> {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return Arn ?? 'nobody';
}

/** The status of a stack, and its output of a name; nothing where there is no such stack. */
export async function stack(
  name: string,
  output?: string,
): Promise<{ readonly status: string; readonly output: string | undefined } | undefined> {
  try {
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: name }));
    const found = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output);
    return Stacks[0] && { status: Stacks[0].StackStatus ?? 'unknown', output: found?.OutputValue };
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

export async function mappingOf(trainer: string): Promise<SeenMapping | undefined> {
  const { EventSourceMappings = [] } = await new LambdaClient({}).send(
    new ListEventSourceMappingsCommand({ FunctionName: trainer }),
  );
  const [mapping] = EventSourceMappings;
  return mapping && { state: mapping.State ?? 'unknown', lastResult: mapping.LastProcessingResult };
}

export async function alarmsOf(stackName: string): Promise<SeenAlarm[]> {
  const alarms: SeenAlarm[] = [];
  const pages = paginateDescribeAlarms({ client: new CloudWatchClient({}) }, { AlarmNamePrefix: `${stackName}-` });
  for await (const { MetricAlarms = [] } of pages) {
    alarms.push(
      ...MetricAlarms.map(({ StateValue = 'unknown', AlarmName = '', AlarmDescription = AlarmName }) => ({
        state: StateValue as string,
        description: AlarmDescription,
      })),
    );
  }
  return alarms;
}

/** The schedule of a construct, out of a stack's template: logical ids begin with the construct's name. */
export async function scheduleIn(
  stackName: string,
  construct: 'Producer' | 'Labeller',
): Promise<SeenSchedule | undefined> {
  const { Resources = {} } = await templateOf(stackName);
  const schedule = Object.entries(Resources).find(
    ([id, { Type }]) => Type === 'AWS::Scheduler::Schedule' && id.startsWith(construct),
  )?.[1].Properties as { ScheduleExpression: string; State?: string } | undefined;
  return schedule && { expression: schedule.ScheduleExpression, enabled: schedule.State !== 'DISABLED' };
}

/** A table's status and the attribute that its items end by; nothing where there is no such table. */
export async function tableOf(name: string): Promise<SeenTable | undefined> {
  const client = new DynamoDBClient({});
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const { TimeToLiveDescription: expiry } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
    const on = /^ENABL/.test(expiry?.TimeToLiveStatus ?? ''); // or about to be
    return { status: Table?.TableStatus ?? 'unknown', expiresBy: on ? expiry?.AttributeName : undefined };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Models that have something in a bucket, by the folder that it is in. */
export async function modelsIn(bucket: string, folder: string): Promise<string[]> {
  const client = new S3Client({ forcePathStyle: true });
  const models: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder, Delimiter: '/' })) {
    models.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(folder.length, -1)));
  }
  return models;
}
