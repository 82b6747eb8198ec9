import type { Definition } from '../learning/definition.ts';
import type { VerdictKind } from '../learning/gates/gate.ts';
import type { MemberReport } from '../learning/learners/learner.ts';
import type { Quality } from '../learning/metrics/quality.ts';
import { count, counted, decimals } from '../report/numbers.ts';
import type { Backtest } from './backtest-run.ts';
import type { PoisonFigures } from './poison.ts';
import { textTable } from './text-table.ts';

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

const scores = {
  LEARNER: 'learner',
  'LOG LOSS': 'logLoss',
  F1: 'f1',
  PRECISION: 'precision',
  RECALL: 'recall',
  ACCURACY: 'accuracy',
  AUC: 'auc',
  BRIER: 'brier',
} as const;
const harm = { CAUGHT: 'caught', 'FALSE HELD': 'falseHeld' } as const;
const speed = { 'ROWS/S': 'rowsPerSecond' } as const;
type Shown = (typeof scores & typeof harm & typeof speed)[keyof (typeof scores & typeof harm & typeof speed)];

/** Runs side by side, and what they have in common above. */
export function tableOf(results: readonly BacktestResult[]): string {
  const { file, rows, segments, features, positives, gate, threshold, quarantined, poisoned } = results[0];
  const shown = Object.entries({ ...scores, ...(poisoned === undefined ? {} : harm), ...speed });
  const table = textTable(
    shown.map(([heading, field]) => ({ heading, align: field === 'learner' ? undefined : 'right' })),
    results.map((result) => shown.map(([_, field]) => cell(result, field))),
  );
  const heaviest = results.flatMap(({ members }) =>
    members.slice(0, 5).map(({ name, weight }) => `${name} (${decimals(weight, 2)})`),
  );
  return [
    `${file}: ${counted(rows, 'row')} in ${counted(segments, 'segment')}, ${counted(features, 'feature')}, ${count(positives)} positive, ${count(quarantined)} left out`,
    `gate ${gate}, threshold ${threshold}; each row predicted before it was learned`,
    ...(poisoned === undefined
      ? []
      : [`labels flipped in ${counted(poisoned, 'segment')}; scored on the labels of the file`]),
    '',
    ...table,
    ...(heaviest.length === 0 ? [] : ['', `the committee listens to ${heaviest.join('; ')}`]),
  ].join('\n');
}

function cell(result: BacktestResult, field: Shown): string {
  if (field === 'learner') return result.learner;
  return field === 'rowsPerSecond' ? count(result.rowsPerSecond) : decimals(result[field] ?? null, 4);
}
