import type { Context } from 'aws-lambda';
import { scenarios } from '../../records/scenarios/table.ts';
import { readVariables } from '../aws/environment.ts';
import { KinesisRecordStream } from '../aws/kinesis-record-stream.ts';
import { PowertoolsTelemetry } from '../aws/powertools-telemetry.ts';
import { systemClock } from '../aws/system-clock.ts';
import { readOrder } from './order.ts';
import { type SendResult, sendScenario } from './send.ts';

/** Kept for the batch under way when time runs out. */
const RESERVE_MS = 15_000;

const { streamName, metricNamespace } = readVariables('streamName', 'metricNamespace');
const stream = new KinesisRecordStream(streamName);
const telemetry = new PowertoolsTelemetry('producer', metricNamespace);

/** Called by the schedule or by hand; says how far it got, so that the caller can go on from there. */
export async function handler(event: unknown, context: Context): Promise<SendResult> {
  const reserve = Math.min(RESERVE_MS, context.getRemainingTimeInMillis() / 3);
  try {
    const order = readOrder(event);
    const result = await sendScenario(order, stream, systemClock, () => context.getRemainingTimeInMillis() < reserve);
    telemetry.sent(scenarios[order.scenario].model, result.records);
    return result;
  } catch (error) {
    telemetry.failure(error);
    throw error;
  }
}
