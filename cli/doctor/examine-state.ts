import { S3FailedRecords } from '../../lambdas/aws/s3-failed-records.ts';
import { keys } from '../../lambdas/contract.ts';
import { readUnder } from '../../lambdas/trainer/operation.ts';
import type { Definition } from '../../learning/definition.ts';
import type { Deployed } from '../deployed-definitions.ts';
import type { State } from '../deployment.ts';
import { readEnvironment } from '../environment.ts';
import { type ModelPorts, operationPorts } from '../operation-ports.ts';
import { type Taken, takenBy, waitingOn } from '../shard-lag.ts';
import { undeployedChanges } from '../undeployed-changes.ts';
import type { Finding } from './finding.ts';
import { judgeModel, judgeRows, judgeShard, judgeWaiting, type SeenModel } from './judgements.ts';
import { looked } from './look.ts';
import { modelsIn, tableOf } from './sights.ts';

/** What stands while the pipeline is destroyed; what it was deployed with, where it is there. */
export async function* examineState(
  state: State,
  definitions: ReadonlyMap<string, Definition>,
  deployed: Deployed | undefined,
): AsyncGenerator<Finding> {
  const ports = operationPorts(state);
  const taken: Taken[] = [];
  yield* await looked('models', async () => {
    const inBucket = await modelsIn(state.modelBucket, keys.models);
    const models = new Set([...definitions.keys(), ...inBucket]);
    const findings: Finding[] = [];
    for (const model of models) {
      const definition = definitions.get(model);
      const { seen, passed } = await seenModel(model, definition, ports);
      const changes = definition && deployed ? undeployedChanges(model, definition, deployed) : [];
      findings.push(judgeModel({ ...seen, deployed: deployed?.models?.has(model) ?? true, changes }));
      if (passed !== undefined) taken.push(passed);
    }
    return findings;
  });
  yield* await looked('shards', async () => {
    const shards = await waitingOn(state.stream, taken, Date.now());
    return shards.map(judgeShard);
  });
  yield* await looked('records that wait', async () => {
    const waiting = (await new S3FailedRecords(state.quarantineBucket).list()).filter(
      ({ redriven }) => redriven.size === 0,
    );
    const batches = waiting.filter(({ kind }) => kind === 'batch').length;
    return judgeWaiting(batches, waiting.length - batches);
  });
  yield* await looked('remembered rows', async () => [
    judgeRows(await tableOf(state.rows), readEnvironment().endpoint !== undefined),
  ]);
}

async function seenModel(
  model: string,
  definition: Definition | undefined,
  { store, ledger }: ModelPorts,
): Promise<{ seen: Omit<SeenModel, 'deployed' | 'changes'>; passed?: Taken }> {
  const commits = await ledger.lastVersion(model);
  const stored = definition && (await store.get(model));
  if (definition === undefined || stored === undefined) {
    return { seen: { model, definition, snapshot: undefined, commits } };
  }
  const read = readUnder(stored.bytes, definition);
  if (read.kind === 'bad') return { seen: { model, definition, snapshot: { why: read.why }, commits } };
  const { version } = read.snapshot;
  return { seen: { model, definition, snapshot: { version }, commits }, passed: takenBy(read.snapshot) };
}
