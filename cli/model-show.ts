import { readSnapshot } from '../lambdas/read-snapshot.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import type { FieldDifference } from '../learning/definition-fields.ts';
import { qualityRow } from '../learning/snapshot/ledger-row.ts';
import { SnapshotError } from '../learning/snapshot/sections.ts';
import { readHead, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { servedOf } from '../learning/snapshot/steering.ts';
import { deployedWith } from './deployed-definitions.ts';
import { findFunctions, StackNotFoundError } from './deployment.ts';
import { CommandError } from './errors.ts';
import { findModel, type ModelPorts } from './operation-ports.ts';
import { shownLines } from './shown-lines.ts';
import { undeployedChanges } from './undeployed-changes.ts';

export interface ShowOptions {
  readonly stage: string;
  readonly json: boolean;
}

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

/**
 * `sluice models show NAME`: all about one model, from its snapshot.
 *
 * @throws {CommandError} when it has none that can be used.
 */
export async function showCommand(model: string, { stage, json }: ShowOptions): Promise<void> {
  const subject = await findModel(model, stage);
  const shown = { ...(await shownModel(subject)), undeployed: await undeployed(subject, stage) };
  const lines = shownLines(shown, subject.ports.clock.nowMs());
  process.stdout.write(`${json ? JSON.stringify({ stage, ...facts(shown) }) : lines.join('\n')}\n`);
}

async function shownModel({ model, definition, ports }: Subject<ModelPorts>): Promise<Omit<ShownModel, 'undeployed'>> {
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

function facts({ model, snapshot, sizeBytes, servedCommittedAtMs, undeployed }: ShownModel) {
  const { version, steering, lastCommit, pending, checkpoints } = snapshot;
  const { definition, segments, trial, quality } = snapshot.model;
  const { confusion: _c, logLossSum: _l, brierSum: _b, ...rolling } = quality.rolling() ?? {};
  return {
    model,
    version,
    committedAtMs: lastCommit?.committedAtMs ?? null,
    operation: lastCommit?.operation ?? null,
    served: { ...servedOf(snapshot), committedAtMs: servedCommittedAtMs },
    steering,
    definition,
    undeployed,
    segments,
    pendingRows: pending.count,
    quality: qualityRow(snapshot.model),
    rolling: quality.rolling() === undefined ? null : rolling,
    trial: trial ?? null,
    checkpoints: Object.fromEntries(checkpoints.toJson()),
    sizeBytes,
  };
}
