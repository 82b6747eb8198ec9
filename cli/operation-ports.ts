import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { S3PinnedSnapshots } from '../lambdas/aws/s3-pinned-snapshots.ts';
import { S3SnapshotHistory } from '../lambdas/aws/s3-snapshot-history.ts';
import { S3SnapshotStore } from '../lambdas/aws/s3-snapshot-store.ts';
import { systemClock } from '../lambdas/aws/system-clock.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import type { SteerPorts } from '../lambdas/trainer/steer.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState, type State } from './deployment.ts';

/** What a model's commands read: the state of a stage, and beside what they change all rows of the ledger. */
export interface ModelPorts extends SteerPorts {
  readonly ledger: DynamoLedger;
}

/** The state of a stage, for those who look at a model's snapshots or put another one in place. */
export function operationPorts({ modelBucket, ledger }: State): ModelPorts {
  return {
    store: new S3SnapshotStore(modelBucket),
    history: new S3SnapshotHistory(modelBucket),
    pinned: new S3PinnedSnapshots(modelBucket),
    ledger: new DynamoLedger(ledger),
    clock: systemClock,
  };
}

/**
 * A model of a stage, whether its pipeline stands or is destroyed.
 *
 * @throws {UsageError} naming the models there are.
 */
export async function findModel(model: string, stage: string, argument = 'NAME'): Promise<Subject<ModelPorts>> {
  const state = await findState(stage);
  const definition = definitionOf(model, await definitionsInForce(stage), argument);
  return { model, definition, ports: operationPorts(state) };
}
