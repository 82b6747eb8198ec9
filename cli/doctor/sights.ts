import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { SeenAlarm, SeenMapping, SeenShard } from './judgements.ts';

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

/** Of a stack's template: it is the only one there is. */
export async function scheduleIn(stackName: string): Promise<{ expression: string; enabled: boolean } | undefined> {
  const { TemplateBody = '{}' } = await new CloudFormationClient({}).send(
    new GetTemplateCommand({ StackName: stackName }),
  );
  type Resource = { Type: string; Properties: { ScheduleExpression: string; State?: string } };
  const { Resources = {} } = JSON.parse(TemplateBody) as { Resources?: Record<string, Resource> };
  const schedule = Object.values(Resources).find(({ Type }) => Type === 'AWS::Scheduler::Schedule')?.Properties;
  return schedule && { expression: schedule.ScheduleExpression, enabled: schedule.State !== 'DISABLED' };
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

/** Reads of a shard until its end: one may come back empty before it. */
const LOOKS = 5;

/**
 * What waits on each shard, beyond the last checkpoint that any model has on it; `nowMs` to say for how long.
 *
 * @param checkpoints by shard; one without is looked at from its start
 */
export async function shardsOf(
  stream: string,
  checkpoints: ReadonlyMap<string, bigint>,
  nowMs: number,
): Promise<SeenShard[]> {
  const client = new KinesisClient({});
  const seen: SeenShard[] = [];
  for (const { ShardId: shardId = '', SequenceNumberRange } of await shardsIn(client, stream)) {
    // a checkpoint is a number; an endpoint may write its own with zeros before them
    const digits = SequenceNumberRange?.StartingSequenceNumber?.length ?? 0;
    const checkpoint = checkpoints.get(shardId)?.toString().padStart(digits, '0');
    const arrived = await firstWaiting(client, stream, shardId, checkpoint);
    seen.push({ shardId, waitingMs: arrived && Math.max(0, nowMs - arrived) });
  }
  return seen;
}

async function shardsIn(client: KinesisClient, stream: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: { StreamName: string } | { NextToken: string } | undefined = { StreamName: stream };
  while (next !== undefined) {
    const page: { Shards?: Shard[]; NextToken?: string } = await client.send(new ListShardsCommand(next));
    shards.push(...(page.Shards ?? []));
    next = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
  }
  return shards;
}

/** When the first record after a checkpoint arrived; nothing where there is none. */
async function firstWaiting(
  client: KinesisClient,
  stream: string,
  shardId: string,
  checkpoint: string | undefined,
): Promise<number | undefined> {
  const place =
    checkpoint === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: checkpoint } as const);
  const shard = { StreamName: stream, ShardId: shardId };
  let { ShardIterator: from } = await client.send(new GetShardIteratorCommand({ ...shard, ...place }));
  for (let look = 0; look < LOOKS && from !== undefined; look++) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: from, Limit: 1 }));
    const [record] = page.Records ?? [];
    if (record !== undefined) return record.ApproximateArrivalTimestamp?.getTime();
    if (page.MillisBehindLatest === 0) return undefined;
    from = page.NextShardIterator;
  }
  return undefined;
}
