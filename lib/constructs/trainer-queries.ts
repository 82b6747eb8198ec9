import { batchMessage, memberField } from '../../lambdas/contract.ts';

/*
 * Queries over the line that the trainer logs for each batch, by the lines that CloudWatch Logs Insights pipes into each
 * other. A figure that is read here costs nothing until somebody looks; why, in docs/decisions/0017-figures-from-the-log.md.
 */

export type Query = readonly string[];

/** A score of what was served, and of both sides by themselves, while a trial runs. */
export function sidesQuery(model: string, score: 'f1' | 'logLoss' | 'accuracy', minutes: number): Query {
  const sides = `avg(trial.champion.${score}) as champion, avg(trial.challenger.${score}) as challenger`;
  return [inTrial(model), `stats ${sides}, avg(${score}) as served by bin(${minutes}m)`];
}

/** How much speaks for the challenger, in log odds, and its share in what is served. */
export function evidenceQuery(model: string, minutes: number): Query {
  return [inTrial(model), `stats avg(trial.evidence) as evidence, avg(trial.share) as share by bin(${minutes}m)`];
}

/** What each member of a committee counts for, or has lost since the start. */
export function membersQuery(
  model: string,
  voices: readonly string[],
  of: 'weight' | 'logLoss',
  minutes: number,
): Query {
  const members = voices.map(memberField).map((field) => `avg(members.${field}.${of}) as ${field}`);
  return [
    batchesOf(model, `members.${memberField(voices[0])}.${of}`),
    `stats ${members.join(', ')} by bin(${minutes}m)`,
  ];
}

/** Scores of all rows since the start, as each model's last commit told them. */
export const sinceTheStartQuery: Query = [
  batches('quality.rows'),
  `stats ${[
    'latest(version) as Version',
    'latest(quality.rows) as Rows',
    'latest(quality.f1) as F1',
    'latest(quality.logLoss) as LogLoss',
    'latest(quality.auc) as AUC',
    'latest(quality.brier) as Brier',
    'latest(quality.precision) as Precision',
    'latest(quality.recall) as Recall',
    'latest(quality.threshold) as Threshold',
  ].join(', ')} by model`,
];

/** What was promised, and what came, for each tenth of the probabilities. */
export const calibrationQuery: Query = [
  batches('calibration.0.rows'),
  'fields jsonParse(@message) as line',
  'unnest line.calibration into tenth',
  'stats latest(tenth.given) as Given, latest(tenth.came) as Came, latest(tenth.rows) as Rows by model, tenth.from',
  'sort model asc, Given asc',
];

/** Segments that were not simply accepted, or in which drift was found, each with its sentence. */
export const verdictsQuery: Query = [
  batches('notable.0.segment'),
  'fields jsonParse(@message) as line',
  'unnest line.notable into verdict',
  'sort @timestamp desc, verdict.segment desc',
  'limit 50',
  'display @timestamp, model, verdict.segment, verdict.sentence, verdict.drift',
];

function inTrial(model: string): string {
  return batchesOf(model, 'trial.evidence');
}

function batchesOf(model: string, field: string): string {
  return `${batches(field)} and model = "${model}"`;
}

/** Lines of batches that have a field. */
function batches(field: string): string {
  return `filter message = "${batchMessage}" and ispresent(${field})`;
}
