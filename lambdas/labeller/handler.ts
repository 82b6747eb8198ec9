import type { Context } from 'aws-lambda';
import { models } from '../../sluice.config.ts';
import { DynamoRememberedRows } from '../aws/dynamo-remembered-rows.ts';
import { readVariables } from '../aws/environment.ts';
import { KinesisRecordStream } from '../aws/kinesis-record-stream.ts';
import { PowertoolsTelemetry } from '../aws/powertools-telemetry.ts';
import { systemClock } from '../aws/system-clock.ts';
import { definitionsOf } from '../definitions.ts';
import { labelAllDue } from './label-all-due.ts';

/** Kept for the record under way when time runs out. */
const RESERVE_MS = 15_000;

const { streamName, rowTable, metricNamespace, overrides } = readVariables(
  'streamName',
  'rowTable',
  'metricNamespace',
  'overrides',
);
const telemetry = new PowertoolsTelemetry('labeller', metricNamespace);
const definitions = definitionsOf(models, JSON.parse(overrides));
const ports = {
  dueRows: new DynamoRememberedRows(rowTable),
  stream: new KinesisRecordStream(streamName),
  clock: systemClock,
};

/** Called by the schedule. What a run does not get to is for the next one. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const reserve = Math.min(RESERVE_MS, context.getRemainingTimeInMillis() / 3);
  try {
    await labelAllDue(definitions, ports, telemetry, () => context.getRemainingTimeInMillis() < reserve);
  } catch (error) {
    telemetry.failure(error);
    throw error;
  }
}
