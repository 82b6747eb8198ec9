import type { Context, KinesisStreamEvent } from 'aws-lambda';
import { models } from '../../sluice.config.ts';
import { DynamoLedger } from '../aws/dynamo-ledger.ts';
import { DynamoRememberedRows } from '../aws/dynamo-remembered-rows.ts';
import { readVariables } from '../aws/environment.ts';
import { gunzip } from '../aws/gunzip.ts';
import { PowertoolsTelemetry } from '../aws/powertools-telemetry.ts';
import { S3Quarantine } from '../aws/s3-quarantine.ts';
import { S3SnapshotStore } from '../aws/s3-snapshot-store.ts';
import { systemClock } from '../aws/system-clock.ts';
import { definitionsOf } from '../definitions.ts';
import { streamRecords } from './stream-records.ts';
import { createTrainer } from './train.ts';

/** Kept for the last commit when time runs out: a PUT and a ledger write, each with its time limit and one retry. */
const RESERVE_MS = 10_000;

const { modelBucket, quarantineBucket, ledgerTable, rowTable, metricNamespace, overrides } = readVariables(
  'modelBucket',
  'quarantineBucket',
  'ledgerTable',
  'rowTable',
  'metricNamespace',
  'overrides',
);
const telemetry = new PowertoolsTelemetry('trainer', metricNamespace);
const trainer = createTrainer(definitionsOf(models, JSON.parse(overrides)), {
  store: new S3SnapshotStore(modelBucket),
  ledger: new DynamoLedger(ledgerTable),
  quarantine: new S3Quarantine(quarantineBucket),
  rememberedRows: new DynamoRememberedRows(rowTable),
  clock: systemClock,
  telemetry,
  gunzip,
});

/** Called by the event source mapping with records of one shard. A throw makes Lambda deliver them again. */
export async function handler(event: KinesisStreamEvent, context: Context): Promise<void> {
  const reserve = Math.min(RESERVE_MS, context.getRemainingTimeInMillis() / 3);
  try {
    await trainer.train(streamRecords(event), () => context.getRemainingTimeInMillis() < reserve);
  } catch (error) {
    telemetry.failure(error);
    throw error;
  }
}
