import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { type Definition, type ModelDefinition, resolveDefinition } from '../learning/definition.ts';
import type { GateName } from '../learning/gates/registry.ts';
import type { LearnerDefinition, LearnerName } from '../learning/learners/registry.ts';
import type { ScalerName } from '../learning/scalers/registry.ts';
import { renderReport } from '../report/report.ts';
import { type Backtest, type BacktestListener, createBacktest } from './backtest-run.ts';
import { type BacktestResult, resultOf, tableOf } from './backtest-summary.ts';
import { decisionLines } from './decision-lines.ts';
import { CommandError, UsageError } from './errors.ts';
import { featuresOfFile } from './file-definition.ts';
import { type NumberedRow, openRowFile, type RowFile } from './file-rows.ts';
import { pageCode } from './live/page-code.ts';
import { type BacktestSegment, type Poison, poisonBands } from './poison.ts';
import { Progress } from './progress.ts';
import { ThinnedHistory } from './thinned-history.ts';
import { versionsUsed } from './versions.ts';
import { unwritable, writeAsked } from './written-file.ts';

export interface BacktestOptions {
  readonly label: string;
  /** Each is run by itself. */
  readonly learner: readonly LearnerName[];
  /** Hyper-parameters, for each learner the same. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly gate: GateName;
  readonly threshold: number | 'f1';
  readonly segmentRows: number;
  readonly categorical: readonly string[];
  readonly drop: readonly string[];
  readonly scaler: ScalerName;
  /** The value of the label that is positive; left out, labels are 0 and 1. */
  readonly positive?: string;
  /** Probability with which a segment's labels are flipped before it is learned. */
  readonly poison?: number;
  /** Of the poison. @default 0 */
  readonly seed?: number;
  readonly out?: string;
  readonly report?: string;
  readonly json: boolean;
}

/** Rows by which features are recognised. */
const SAMPLE_ROWS = 1_000;
/** Bad rows that are named; the others are only counted. */
const NAMED_MAX = 10;

/**
 * `sluice backtest FILE`: what a model would have scored on a file, each row predicted before it is learned, by the
 * trainer's own code.
 */
export async function backtest(file: string, options: BacktestOptions): Promise<void> {
  const poison = poisonOf(options);
  const features = featuresOfFile(await sampleOf(openRowFile(file), file), options);
  const progress = new Progress();
  const results: BacktestResult[] = [];
  for (const name of options.learner) {
    const definition = resolveDefinition('backtest', {
      ...features,
      learner: { name, ...options.params } as LearnerDefinition,
      gate: { name: options.gate },
      scaler: options.scaler,
      threshold: options.threshold,
      segmentRows: options.segmentRows,
    } satisfies ModelDefinition);
    results.push(await runOne(file, definition, options, poison, progress));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(results.length === 1 ? results[0] : results)}\n`);
  else process.stdout.write(`${tableOf(results)}\n`);
}

/** @throws {UsageError} on a seed that would be for nothing. */
function poisonOf({ poison, seed }: BacktestOptions): Poison | undefined {
  if (poison !== undefined) return { probability: poison, seed: seed ?? 0 };
  if (seed !== undefined) throw new UsageError(`--seed: expected only together with --poison, got ${seed} without it`);
  return undefined;
}

async function sampleOf(rowFile: RowFile, file: string): Promise<readonly NumberedRow[]> {
  const sample: NumberedRow[] = [];
  for await (const row of rowFile.rows()) {
    if (row.problem === undefined) sample.push(row);
    if (sample.length === SAMPLE_ROWS) break;
  }
  if (sample.length === 0) throw new CommandError(`${file}: expected at least one row, found none`);
  return sample;
}

async function runOne(
  file: string,
  definition: Definition,
  options: BacktestOptions,
  poison: Poison | undefined,
  progress: Progress,
): Promise<BacktestResult> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const rowFile = openRowFile(file);
  const history = new ThinnedHistory();
  const verdicts = { accepted: 0, held: 0, rejected: 0, promoted: 0 };
  const out = options.out === undefined ? undefined : await opened(options.out);
  const listener: BacktestListener = {
    onSegment(segment) {
      verdicts[segment.verdict] += 1;
      history.add(segment);
      out?.write(`${JSON.stringify(segment)}\n`);
    },
    onBadRow(message) {
      if (run.badRows <= NAMED_MAX) progress.say(`left out: ${message}`);
    },
  };
  const run = createBacktest(definition, listener, poison);
  for await (const row of rowFile.rows()) {
    run.take(withLabel(row, options));
    if ((run.rows & 0x3ff) === 0) {
      await drained(out);
      progress.update(progressLine(definition.learner.name, run.rows, seconds(), rowFile.share()));
    }
  }
  run.end();
  out?.end();
  if (out !== undefined) await once(out, 'finish');
  if (run.badRows > NAMED_MAX) progress.say(`left out: ${run.badRows - NAMED_MAX} more rows`);
  for (const line of decisionLines(history.segments)) progress.say(`${definition.learner.name}: ${line}`);
  checkClasses(file, run.rows, run.positives, options);
  if (options.report !== undefined) await writeReport(options.report, run, history.segments, poison, seconds());
  return resultOf(file, definition, run, verdicts, seconds());
}

async function opened(file: string): Promise<WriteStream> {
  const out = createWriteStream(file);
  await once(out, 'open').catch((error) => {
    throw unwritable('--out', error);
  });
  return out;
}

/** The label as 0 or 1, where a value of it was named as the positive one. */
function withLabel(row: NumberedRow, { label, positive }: BacktestOptions): NumberedRow {
  if (positive === undefined || row.problem !== undefined || !Object.hasOwn(row.row, label)) return row;
  return { ...row, row: { ...row.row, [label]: String(row.row[label]) === positive ? 1 : 0 } };
}

async function drained(out: WriteStream | undefined): Promise<void> {
  if (out?.writableNeedDrain) await once(out, 'drain');
}

function progressLine(learner: string, rows: number, seconds: number, share: number): string {
  const left = share > 0 ? `, ${((seconds * (1 - share)) / share).toFixed(0)} s left` : '';
  return `  ${learner}: ${rows} rows, ${Math.round(rows / seconds)} a second${left}`;
}

function checkClasses(file: string, rows: number, positives: number, { label, positive }: BacktestOptions): void {
  if (rows === 0) throw new CommandError(`${file}: no row could be read`);
  if (positives > 0 && positives < rows) return;
  const hint =
    positive === undefined
      ? 'is its positive value another than 1? say it with --positive'
      : `--positive was ${positive}`;
  throw new CommandError(
    `${file}: ${label}: expected both classes, got only ${positives === 0 ? 0 : 1} in ${rows} rows; ${hint}`,
  );
}

async function writeReport(
  file: string,
  { model, rows, quality }: Backtest,
  segments: readonly BacktestSegment[],
  poison: Poison | undefined,
  seconds: number,
): Promise<void> {
  const records = { taken: rows, duplicates: 0, quarantined: 0 };
  const row = {
    model: 'backtest',
    version: 1,
    committedAtMs: Date.now(),
    records,
    rows,
    pendingRows: 0,
    segments,
    quality,
  };
  const page = renderReport({
    model: 'backtest',
    definition: model.definition,
    rows: [row],
    truth: poisonBands(segments),
    run: { scenario: 'backtest', seed: poison?.seed ?? 0, recordsSent: rows, seconds: { stream: seconds } },
    endpoint: 'this machine',
    versions: versionsUsed(),
    madeAtMs: Date.now(),
    code: await pageCode(),
  });
  writeAsked('--report', file, page);
}
