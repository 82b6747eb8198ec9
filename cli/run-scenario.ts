import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { S3SnapshotStore } from '../lambdas/aws/s3-snapshot-store.ts';
import type { SendOrder } from '../lambdas/producer/order.ts';
import { SnapshotCache } from '../lambdas/trainer/snapshot-cache.ts';
import type { Definition } from '../learning/definition.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { SnapshotError } from '../learning/snapshot/sections.ts';
import type { Deployment } from './deployment.ts';
import { CommandError } from './errors.ts';
import { followLedger } from './follow-ledger.ts';
import { invokeProducer } from './invoke-producer.ts';

/** What a run on a deployment did. */
export interface ScenarioRun {
  readonly sent: number;
  /** The ledger's rows of this run. */
  readonly rows: readonly LedgerRow[];
}

/** Lets the producer send a scenario, and follows the ledger until every record is accounted for. */
export async function runScenario(
  deployment: Deployment,
  model: string,
  definition: Definition,
  order: SendOrder,
  onProgress: (sent: number, rows: readonly LedgerRow[]) => void,
  signal: AbortSignal,
): Promise<ScenarioRun> {
  const afterVersion = await currentVersion(deployment, model, definition);
  let sent = 0;
  let complete = false;
  const sending = async (): Promise<void> => {
    for await (const { records } of invokeProducer(deployment.producer, order)) sent += records;
    complete = true;
  };
  const following = followLedger(new DynamoLedger(deployment.ledger), {
    model,
    afterVersion,
    expectedRecords: () => (complete ? sent : undefined),
    onRows: (rows) => onProgress(sent, rows),
    signal,
  });
  const [, rows] = await Promise.all([sending(), following]);
  return { sent, rows };
}

/** The version that a model has now; 0 before its first commit. A snapshot that the trainer would refuse is told here. */
async function currentVersion(
  { modelBucket, ledger }: Deployment,
  model: string,
  definition: Definition,
): Promise<number> {
  const cache = new SnapshotCache(new S3SnapshotStore(modelBucket), new DynamoLedger(ledger));
  try {
    return (await cache.take(model, definition)).snapshot.version;
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}
