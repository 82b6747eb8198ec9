import type { Definition } from '../learning/definition.ts';
import type { VerdictKind } from '../learning/gates/gate.ts';
import type { MemberReport } from '../learning/learners/learner.ts';
import type { Quality } from '../learning/metrics/quality.ts';
import type { Backtest } from './backtest-run.ts';
import type { PoisonFigures } from './poison.ts';

/** What `sluice backtest --json` prints of a run. */
export interface BacktestResult
  extends Pick<Quality, 'f1' | 'precision' | 'recall' | 'accuracy' | 'logLoss' | 'brier' | 'auc'>,
    Partial<PoisonFigures> {
  readonly file: string;
  readonly rows: number;
  readonly segments: number;
  readonly features: number;
  readonly positives: number;
  readonly learner: string;
  readonly gate: string;
  readonly threshold: number | 'f1';
  readonly accepted: number;
  readonly held: number;
  readonly rejected: number;
  readonly promoted: number;
  /** Rows left out because they do not fit the definition. */
  readonly quarantined: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly members: readonly MemberReport[];
}

/** The result of a run that has ended and had at least one row. */
export function resultOf(
  file: string,
  definition: Definition,
  { model, rows, positives, badRows, quality, poison }: Backtest,
  verdicts: Readonly<Record<VerdictKind, number>>,
  seconds: number,
): BacktestResult {
  if (quality === null) throw new Error('Got no segments when expected at least 1.');
  const { f1, precision, recall, accuracy, logLoss, brier, auc, members } = quality;
  return {
    file,
    rows,
    segments: model.segments,
    features: definition.features.length,
    positives,
    learner: definition.learner.name,
    gate: definition.gate.name,
    threshold: definition.threshold,
    f1,
    precision,
    recall,
    accuracy,
    logLoss,
    brier,
    auc,
    ...verdicts,
    ...poison,
    quarantined: badRows,
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows / seconds),
    members,
  };
}

const scoreColumns = ['learner', 'logLoss', 'f1', 'precision', 'recall', 'accuracy', 'auc', 'brier'] as const;

/** Runs side by side, and what they have in common above. */
export function tableOf(results: readonly BacktestResult[]): string {
  const { file, rows, segments, features, positives, gate, threshold, quarantined, poisoned } = results[0];
  const poisonColumns = poisoned === undefined ? [] : (['caught', 'falseHeld'] as const);
  const columns = [...scoreColumns, ...poisonColumns, 'rowsPerSecond'] as const;
  const head = [
    `${file}: ${rows} rows in ${segments} segments, ${features} features, ${positives} positive, ${quarantined} left out`,
    `gate ${gate}, threshold ${threshold}; each row predicted before it was learned`,
    ...(poisoned === undefined ? [] : [`labels flipped in ${poisoned} segments; scored on the labels of the file`]),
    '',
  ];
  const cells = [columns, ...results.map((result) => columns.map((column) => cell(result[column] ?? null)))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const table = cells.map((line) =>
    line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  '),
  );
  const heaviest = results.flatMap(({ members }) =>
    members.slice(0, 5).map(({ name, weight }) => `${name} ${weight.toFixed(2)}`),
  );
  return [
    ...head,
    ...table,
    ...(heaviest.length === 0 ? [] : ['', `the committee listens to ${heaviest.join(', ')}`]),
  ].join('\n');
}

function cell(value: string | number | null): string {
  if (value === null) return '-';
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value);
}
