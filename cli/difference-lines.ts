import type { ArrayChange, StateDifference, WeightChange } from '../learning/snapshot/difference.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import { count, counted, decimals, instant } from '../report/numbers.ts';
import { trialInWords, verdictsInWords } from './model-facts.ts';
import { factLines, textTable } from './text-table.ts';
import type { VersionDifference, VersionFacts } from './version-difference.ts';

/** Weights and arrays that are shown; `--json` has all. */
const SHOWN = 10;
/** A member that weighs less is 0.000 in the table. */
const WEIGHT_SHOWN = 0.0005;
const right = { align: 'right' } as const;

/** What `sluice models diff` prints. */
export function differenceLines(difference: VersionDifference): string[] {
  const { model, from, to, state } = difference;
  return [
    `model ${model}: version ${count(from.version)} against version ${count(to.version)}`,
    ...factLines(betweenFacts(difference)),
    '',
    ...scoreLines(from, to),
    ...memberLines(from, to),
    '',
    ...changeLines(state),
  ];
}

function betweenFacts({ from, to, between, definition }: VersionDifference): (readonly [string, string])[] {
  const { records, rowsTaken, segments, f1, logLoss, rows } = between;
  const when = [from, to].map(({ committedAtMs }) => (committedAtMs === null ? '–' : instant(committedAtMs)));
  const changes = definition.map(({ field, from, to }) => `${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`);
  const trials = [from, to].map(({ trial }) => (trial === null ? 'none' : trialInWords(trial)));
  return [
    ['made', `${when[0]} → ${when[1]}`],
    [
      'between',
      `${counted(records.taken, 'record')}, ${counted(rowsTaken, 'row')}; segments: ${verdictsInWords(segments)}`,
    ],
    ...(rows === 0
      ? []
      : [['scored', `F1 ${decimals(f1)}, log loss ${decimals(logLoss)}, of ${counted(rows, 'row')}`] as const]),
    ...between.operations.map(
      ({ version, operation }) =>
        ['by hand', `version ${count(version)}: ${operation && operationInWords(operation)}`] as const,
    ),
    ['definition', changes.length === 0 ? 'features, learner and scaler are the same' : changes.join('; ')],
    ['trial', trials[0] === trials[1] ? trials[0] : `${trials[0]} → ${trials[1]}`],
  ];
}

/** Whole-stream scores then and then. */
function scoreLines(from: VersionFacts, to: VersionFacts): string[] {
  const scores = ['rows', 'f1', 'precision', 'recall', 'accuracy', 'logLoss', 'brier', 'threshold'] as const;
  const told = (facts: VersionFacts, score: (typeof scores)[number]) =>
    score === 'rows' ? count(facts.quality?.rows ?? 0) : decimals(facts.quality?.[score] ?? null, 4);
  return changeTable(
    'QUALITY SO FAR',
    from,
    to,
    scores.map((score) => [score === 'logLoss' ? 'log loss' : score, told(from, score), told(to, score)]),
  );
}

/** Whom a committee listened to: those who had a say then or then. */
function memberLines(from: VersionFacts, to: VersionFacts): string[] {
  const before = new Map(from.quality?.members.map(({ name, weight }) => [name, weight]));
  const members = (to.quality?.members ?? []).map(({ name, weight }) => ({ name, weight, was: before.get(name) ?? 0 }));
  const heard = members.filter(({ weight, was }) => Math.max(weight, was) >= WEIGHT_SHOWN);
  if (heard.length === 0) return [];
  const rows = heard.map(({ name, weight, was }) => [name, decimals(was), decimals(weight)]);
  return ['', ...changeTable('WEIGHT OF MEMBER', from, to, rows)];
}

/** The weights of features where the learner has them, else its arrays. */
function changeLines({ weights, arrays }: StateDifference): string[] {
  if (arrays.length === 0) return ['nothing that the champion has learned changed'];
  return weights === undefined ? arrayLines(arrays) : weightLines(weights);
}

function weightLines(weights: readonly WeightChange[]): string[] {
  const more = weights.length - SHOWN;
  const rows = weights
    .slice(0, SHOWN)
    .map(({ feature, from, to }) => [feature, decimals(from, 4), decimals(to, 4), signed(to - from)]);
  const table = textTable(
    [
      { heading: 'WEIGHT OF' },
      { heading: 'FROM', ...right },
      { heading: 'TO', ...right },
      { heading: 'CHANGE', ...right },
    ],
    rows,
  );
  return more > 0 ? [...table, `and ${count(more)} that changed less`] : table;
}

function arrayLines(arrays: readonly ArrayChange[]): string[] {
  const largest = arrays.toSorted(
    (a, b) => (b.share ?? Number.POSITIVE_INFINITY) - (a.share ?? Number.POSITIVE_INFINITY),
  );
  const more = largest.length - SHOWN;
  const table = textTable(
    [{ heading: 'STATE' }, { heading: 'CHANGE', ...right }, { heading: 'SHARE OF ITS SIZE', ...right }],
    largest
      .slice(0, SHOWN)
      .map(({ name, norm, share }) => [
        name,
        norm.toPrecision(4),
        share === null ? '–' : `${decimals(100 * share, 1)} %`,
      ]),
  );
  return more > 0 ? [...table, `and ${count(more)} that changed less`] : table;
}

function changeTable(
  heading: string,
  from: VersionFacts,
  to: VersionFacts,
  rows: readonly (readonly string[])[],
): string[] {
  const columns = [{ heading }, { heading: count(from.version), ...right }, { heading: count(to.version), ...right }];
  return textTable(columns, rows);
}

function signed(value: number): string {
  return value > 0 ? `+${decimals(value, 4)}` : decimals(value, 4);
}
