import { keptBytes } from '../lambdas/trainer/kept-version.ts';
import type { Subject } from '../lambdas/trainer/operation.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import { type ServedAt, servedAt } from '../learning/snapshot/served-at.ts';
import { count, counted, decimals, instant } from '../report/numbers.ts';
import { type Summary, summarise } from '../report/summary.ts';
import { CommandError } from './errors.ts';
import { labelsInWords } from './labels-in-words.ts';
import { markInWords, verdictsInWords } from './model-facts.ts';
import { findModel, type ModelPorts } from './operation-ports.ts';
import { factLines, textTable } from './text-table.ts';

export interface HistoryOptions {
  /** Commits to list, the newest. */
  readonly limit: number;
  /** Milliseconds since 1970: instead of a list, what served then. */
  readonly at?: number;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models history NAME`: its last commits; with `--at`, which version served at a time, and what it had learned.
 *
 * @throws {CommandError} when it had made no commit by then.
 */
export async function historyCommand(model: string, { limit, at, stage, json }: HistoryOptions): Promise<void> {
  const subject = await findModel(model, stage);
  const { lines, document } = at === undefined ? await listed(subject, limit) : await answered(subject, at);
  process.stdout.write(`${json ? JSON.stringify({ model, stage, ...document }) : lines.join('\n')}\n`);
}

async function listed({ model, ports: { ledger } }: Subject<ModelPorts>, limit: number) {
  const rows = await ledger.rowsAfter(model, Math.max(0, (await ledger.lastVersion(model)) - limit));
  return { lines: historyLines(model, rows), document: { commits: rows.toReversed().map(commitFacts) } };
}

function commitFacts(row: LedgerRow) {
  const { version, committedAtMs, records, rows, pendingRows, operation = null } = row;
  return { version, committedAtMs, records, rows, pendingRows, segments: summarise([row]).segments, operation };
}

/** A line for each commit, the newest first. */
export function historyLines(model: string, rows: readonly LedgerRow[]): string[] {
  if (rows.length === 0) return [`model ${model}: it has learned nothing yet`];
  return textTable(
    [
      { heading: 'VERSION', align: 'right' },
      { heading: 'COMMITTED (UTC)' },
      { heading: 'RECORDS', align: 'right' },
      { heading: 'ROWS', align: 'right' },
      { heading: 'WHAT' },
    ],
    rows
      .toReversed()
      .map((row) => [
        count(row.version),
        instant(row.committedAtMs).replace(' UTC', ''),
        count(row.records.taken),
        count(row.rows),
        whatOf(row),
      ]),
  );
}

function whatOf(row: LedgerRow): string {
  if (row.operation !== undefined) return operationInWords(row.operation);
  const { duplicates, quarantined } = row.records;
  return [
    row.segments.length === 0
      ? `no segment, ${counted(row.pendingRows, 'row')} waiting`
      : verdictsInWords(summarise([row]).segments),
    ...(duplicates > 0 ? [counted(duplicates, 'duplicate')] : []),
    ...(quarantined > 0 ? [`${count(quarantined)} quarantined`] : []),
    ...(row.labels === undefined ? [] : [labelsInWords(row.labels)]),
  ].join(', ');
}

async function answered({ model, ports }: Subject<ModelPorts>, atMs: number) {
  const rows = await ports.ledger.rowsAfter(model, 0);
  const found = servedAt(rows, atMs);
  if (found === undefined) {
    const first =
      rows.length === 0 ? 'it has learned nothing yet' : `its first is of ${instant(rows[0].committedAtMs)}`;
    throw new CommandError(`model ${model}: no version of it by ${instant(atMs)}: ${first}`);
  }
  const { current, served, pinned } = found;
  const kept = (await keptBytes(model, served.version, ports)) !== undefined;
  const learned = summarise(found.learned);
  const { pendingRows } = found.learned[found.learned.length - 1];
  const document = {
    atMs,
    current: current.version,
    served,
    pinned: pinned ?? null,
    learned: { ...learned, pendingRows },
    kept,
  };
  return { lines: atLines(model, atMs, found, learned, kept), document };
}

/** Which version served at a time, and what it had learned. */
export function atLines(model: string, atMs: number, found: ServedAt, learned: Summary, kept: boolean): string[] {
  const { current, served, pinned } = found;
  const { pendingRows } = found.learned[found.learned.length - 1];
  const made = `version ${count(current.version)}, made ${instant(current.committedAtMs)}`;
  const { records, segments, rows, rowsTaken, f1, logLoss } = learned;
  return [
    `model ${model} at ${instant(atMs)}`,
    ...factLines([
      ['served', pinned === undefined ? made : `version ${count(served.version)}: ${markInWords('pinned', pinned)}`],
      ...(pinned === undefined ? [] : [['trained', made] as const]),
      [
        'taken',
        `${counted(records.taken, 'record')}, ${counted(rowsTaken, 'row')}; ${counted(pendingRows, 'row')} waiting`,
      ],
      ['segments', `${verdictsInWords(segments)}, of ${counted(rows, 'row')}`],
      ['quality', `F1 ${decimals(f1)}, log loss ${decimals(logLoss)}`],
      ['snapshot', kept ? 'kept in the bucket' : 'not kept in the bucket any more'],
    ]),
  ];
}
