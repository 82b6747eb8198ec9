import { qualityRow } from '../learning/snapshot/ledger-row.ts';
import { servedOf } from '../learning/snapshot/steering.ts';
import { findModel } from './operation-ports.ts';
import { shownLines } from './shown-lines.ts';
import { type ShownModel, shownModel } from './shown-model.ts';

export interface ShowOptions {
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models show NAME`: all about one model, from its snapshot.
 *
 * @throws {CommandError} when it has none that can be used.
 */
export async function showCommand(model: string, { stage, json }: ShowOptions): Promise<void> {
  const subject = await findModel(model, stage);
  const shown = await shownModel(subject, stage);
  const lines = shownLines(shown, subject.ports.clock.nowMs());
  process.stdout.write(`${json ? JSON.stringify({ stage, ...facts(shown) }) : lines.join('\n')}\n`);
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
