import { readUnder } from '../lambdas/trainer/operation.ts';
import type { Definition } from '../learning/definition.ts';
import type { TrialStanding } from '../learning/gates/gate.ts';
import type { Steering } from '../learning/snapshot/steering.ts';
import { count, decimals } from '../report/numbers.ts';
import { ageInWords } from './age.ts';
import { definitionsInForce } from './deployed-definitions.ts';
import { findState } from './deployment.ts';
import { markInWords, trialInWords } from './model-facts.ts';
import { type ModelPorts, operationPorts } from './operation-ports.ts';
import { indented, textTable } from './text-table.ts';

export interface ListOptions {
  readonly stage: string;
  readonly json: boolean;
}

/** A model of a stage at a glance. */
export interface ListedModel {
  readonly model: string;
  readonly gate: string;
  /** 0 before the first commit; what the ledger says where the snapshot cannot be read. */
  readonly version: number;
  readonly committedAtMs: number | null;
  readonly rows: number;
  readonly f1: number | null;
  readonly logLoss: number | null;
  readonly pendingRows: number;
  readonly steering: Steering;
  readonly trial: TrialStanding | null;
  /** Why its snapshot cannot be used. */
  readonly problem: string | null;
}

/** `sluice models list`: the models of a stage. */
export async function listCommand({ stage, json }: ListOptions): Promise<void> {
  const ports = operationPorts(await findState(stage));
  const models: ListedModel[] = [];
  for (const [model, definition] of await definitionsInForce(stage))
    models.push(await listed(model, definition, ports));
  const lines = listLines(models, ports.clock.nowMs());
  process.stdout.write(`${json ? JSON.stringify({ stage, models }) : lines.join('\n')}\n`);
}

async function listed(model: string, definition: Definition, { store, ledger }: ModelPorts): Promise<ListedModel> {
  const nothing = { rows: 0, f1: null, logLoss: null, pendingRows: 0, steering: {}, trial: null, committedAtMs: null };
  const unread = { model, gate: definition.gate.name, ...nothing };
  const stored = await store.get(model);
  if (stored === undefined) {
    const version = await ledger.lastVersion(model);
    return {
      ...unread,
      version,
      problem: version === 0 ? null : `its snapshot is gone: sluice models restore ${model}`,
    };
  }
  const read = readUnder(stored.bytes, definition);
  if (read.kind === 'bad') {
    return { ...unread, version: await ledger.lastVersion(model), problem: `its snapshot cannot be used: ${read.why}` };
  }
  const { version, steering, lastCommit, pending, model: learner } = read.snapshot;
  const { rows = 0, f1 = null, logLoss = null } = learner.quality.whole() ?? {};
  const committedAtMs = lastCommit?.committedAtMs ?? null;
  const now = { version, committedAtMs, rows, f1, logLoss, pendingRows: pending.count, steering };
  return { ...unread, ...now, trial: learner.trial ?? null, problem: null };
}

/** A line for each model, and below it whatever is not as usual. */
export function listLines(models: readonly ListedModel[], nowMs: number): string[] {
  const right = { align: 'right' } as const;
  const table = textTable(
    [
      { heading: 'MODEL' },
      { heading: 'VERSION', ...right },
      { heading: 'AGE', ...right },
      { heading: 'ROWS', ...right },
      { heading: 'F1', ...right },
      { heading: 'LOG LOSS', ...right },
      { heading: 'PENDING', ...right },
      { heading: 'GATE' },
    ],
    models.map(({ model, version, committedAtMs, rows, f1, logLoss, pendingRows, gate }) => [
      model,
      count(version),
      committedAtMs === null ? '–' : ageInWords(nowMs - committedAtMs),
      count(rows),
      decimals(f1),
      decimals(logLoss),
      count(pendingRows),
      gate,
    ]),
  );
  const [headings, ...lines] = table;
  return [headings, ...lines.flatMap((line, i) => [line, ...notesOf(models[i]).flatMap((note) => indented(note, 2))])];
}

function notesOf({ version, steering: { paused, pinned }, trial, problem }: ListedModel): string[] {
  return [
    ...(problem === null ? [] : [problem]),
    ...(version === 0 ? ['it has learned nothing yet'] : []),
    ...(paused === undefined ? [] : [markInWords('paused', paused)]),
    ...(pinned === undefined ? [] : [markInWords(`pinned to version ${pinned.version}`, pinned)]),
    ...(trial === null ? [] : [`trial ${trialInWords(trial)}`]),
  ];
}
