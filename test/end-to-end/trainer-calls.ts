import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { encodeJson } from '../../records/json.ts';
import { aRecord } from './mixed-records.ts';

/** Calls that are made at once, each with a batch of one shard. */
export interface Meeting {
  readonly how: string;
  readonly calls: () => readonly (readonly StreamRecord[])[];
}

/** Eight calls each. Two calls of one shard are a batch and its redelivery, which may be cut in another place. */
export const meetings: readonly Meeting[] = [
  { how: 'each of its own shard', calls: () => Array.from({ length: 8 }, (_, i) => shardOf(i)) },
  {
    how: 'two of each of four shards, cut differently',
    calls: () => Array.from({ length: 8 }, (_, i) => shardOf(8 + (i % 4)).slice(0, i < 4 ? 12 : 7)),
  },
];

/** Twelve records of the model `tutorial`, of a shard that the stream does not have. */
function shardOf(index: number): StreamRecord[] {
  return Array.from({ length: 12 }, (_, i) => ({
    shardId: `shardId-${1_000 + index}`,
    sequenceNumber: BigInt(95 + i), // from two digits to three: in order as numbers only
    data: encodeJson(aRecord('tutorial', 50_000 + 12 * index + i)),
  }));
}

/** Calls the trainer as the mapping does. */
export async function callTrainer(functionName: string, batch: readonly StreamRecord[]): Promise<unknown> {
  const Records = batch.map(({ shardId, sequenceNumber, data }) => ({
    eventID: `${shardId}:${sequenceNumber}`,
    kinesis: { sequenceNumber: String(sequenceNumber), data: Buffer.from(data).toString('base64') },
  }));
  const call = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ Records }) });
  const { FunctionError, Payload } = await new LambdaClient({}).send(call);
  return { error: FunctionError, result: Payload?.transformToString() };
}

/** Has a function go through a proxy to S3 and DynamoDB, from its next start on. */
export async function moveBehind(proxy: string, functionName: string): Promise<void> {
  const client = new LambdaClient({});
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL_S3: proxy, AWS_ENDPOINT_URL_DYNAMODB: proxy };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Environment: { Variables } }));
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60, minDelay: 1 }, { FunctionName: functionName });
}
