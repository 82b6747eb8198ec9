import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { S3SnapshotHistory } from '../lambdas/aws/s3-snapshot-history.ts';
import { S3SnapshotStore } from '../lambdas/aws/s3-snapshot-store.ts';
import { systemClock } from '../lambdas/aws/system-clock.ts';
import type { OperationPorts } from '../lambdas/trainer/operation.ts';
import type { State } from './deployment.ts';

/** The state of a stage, for those who put another snapshot in place of a model's. */
export function operationPorts({ modelBucket, ledger }: State): OperationPorts {
  return {
    store: new S3SnapshotStore(modelBucket),
    history: new S3SnapshotHistory(modelBucket),
    ledger: new DynamoLedger(ledger),
    clock: systemClock,
  };
}
