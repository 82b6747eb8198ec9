import { readSnapshot } from '../lambdas/read-snapshot.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import { SnapshotError } from '../learning/snapshot/sections.ts';
import { readHead, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { servedOf } from '../learning/snapshot/steering.ts';
import { CommandError } from './errors.ts';
import type { ModelPorts } from './operation-ports.ts';

/** A model with all that a person asks of it. */
export interface ShownModel {
  readonly model: string;
  readonly snapshot: Snapshot;
  readonly sizeBytes: number;
  /** When the version that is served was committed; null where its copy is not there. */
  readonly servedCommittedAtMs: number | null;
}

/** @throws {CommandError} when the model has no snapshot that can be used. */
export async function shownModel({ model, definition, ports }: Subject<ModelPorts>): Promise<ShownModel> {
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
    return { model, snapshot, sizeBytes: stored.bytes.length, servedCommittedAtMs };
  } catch (error) {
    if (error instanceof SnapshotError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
