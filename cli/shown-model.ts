import { readSnapshot } from '../lambdas/read-snapshot.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import type { FieldDifference } from '../learning/definition-fields.ts';
import { SnapshotError } from '../learning/snapshot/sections.ts';
import { readHead, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { servedOf } from '../learning/snapshot/steering.ts';
import { deployedWith } from './deployed-definitions.ts';
import { findFunctions, StackNotFoundError } from './deployment.ts';
import { CommandError } from './errors.ts';
import type { ModelPorts } from './operation-ports.ts';
import { undeployedChanges } from './undeployed-changes.ts';

/** A model with all that a person asks of it. */
export interface ShownModel {
  readonly model: string;
  readonly snapshot: Snapshot;
  readonly sizeBytes: number;
  /** When the version that is served was committed; null where its copy is not there. */
  readonly servedCommittedAtMs: number | null;
  /** In what the definition here differs from the one that was deployed. */
  readonly undeployed: readonly FieldDifference[];
}

/** @throws {CommandError} when the model has no snapshot that can be used. */
export async function shownModel(subject: Subject<ModelPorts>, stage: string): Promise<ShownModel> {
  const { model, definition, ports } = subject;
  const stored = await ports.store.get(model);
  if (stored === undefined) {
    const version = await ports.ledger.lastVersion(model);
    const gone = `its snapshot, version ${version}, is gone: \`sluice models restore ${model}\` brings back the last good one`;
    throw new CommandError(`model ${model}: ${version === 0 ? 'it has learned nothing yet' : gone}`);
  }
  try {
    const snapshot = readSnapshot(model, stored.bytes, definition);
    const { kind, version } = servedOf(snapshot);
    const served = kind === 'pinned' ? await ports.pinned.get(model, version) : stored.bytes;
    const servedCommittedAtMs = (served && readHead(served).lastCommit?.committedAtMs) ?? null;
    const sizeBytes = stored.bytes.length;
    return { model, snapshot, sizeBytes, servedCommittedAtMs, undeployed: await undeployed(subject, stage) };
  } catch (error) {
    if (error instanceof SnapshotError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/** Nothing where the pipeline is destroyed: then nothing is deployed at all. */
async function undeployed(
  { model, definition }: Subject<ModelPorts>,
  stage: string,
): Promise<readonly FieldDifference[]> {
  try {
    return undeployedChanges(model, definition, await deployedWith(await findFunctions(stage)));
  } catch (error) {
    if (error instanceof StackNotFoundError) return [];
    throw error;
  }
}
