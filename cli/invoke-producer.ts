import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { SendOrder } from '../lambdas/producer/order.ts';
import type { SendResult } from '../lambdas/producer/send.ts';
import { CommandError } from './errors.ts';

/** Calls in a row that may fail before we give up. */
const FAILURES_MAX = 3;

/**
 * Lets the producer function send an order, in as many calls as it takes.
 *
 * A call that fails is made again from where the last one that answered got to; ids are the same, so nothing counts twice.
 *
 * @yields after each call, how far it got
 * @throws {CommandError} with the producer's own words when three calls in a row fail.
 */
export async function* invokeProducer(producer: string, order: SendOrder): AsyncGenerator<SendResult> {
  // a call may last as long as the function may
  const client = new LambdaClient({ maxAttempts: 1, requestHandler: { requestTimeout: 15 * 60_000 } });
  let from = order.from;
  let failures = 0;
  while (from < order.to) {
    try {
      const result = await invoke(client, producer, { ...order, from });
      failures = 0;
      from = result.next;
      yield result;
    } catch (error) {
      if (++failures < FAILURES_MAX) continue;
      throw new CommandError(
        `the producer failed ${failures} times: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

async function invoke(client: LambdaClient, producer: string, order: SendOrder): Promise<SendResult> {
  const answer = await client.send(new InvokeCommand({ FunctionName: producer, Payload: JSON.stringify(order) }));
  const payload = JSON.parse(answer.Payload?.transformToString() || 'null');
  if (answer.FunctionError !== undefined) throw new Error(payload?.errorMessage ?? answer.FunctionError);
  return payload;
}
