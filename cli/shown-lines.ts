import type { MemberReport } from '../learning/learners/learner.ts';
import { type Quality, ROLLING_SEGMENTS } from '../learning/metrics/quality.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import { count, counted, decimals, instant } from '../report/numbers.ts';
import { ageInWords } from './age.ts';
import { markInWords, trialInWords } from './model-facts.ts';
import type { ShownModel } from './shown-model.ts';
import { factLines, textTable } from './text-table.ts';
import { changesInWords } from './undeployed-changes.ts';

/** What `sluice models show` prints. */
export function shownLines(shown: ShownModel, nowMs: number): string[] {
  const { model, snapshot } = shown;
  const members = snapshot.model.champion.members?.() ?? [];
  const checkpoints = snapshot.checkpoints.toJson();
  return [
    `model ${model}`,
    ...factLines([...stateFacts(shown, nowMs), ...qualityFacts(shown), ...definitionFacts(shown)]),
    ...(members.length === 0 ? [] : ['', ...memberLines(members, snapshot.model.segments > 0)]),
    ...(checkpoints.length === 0
      ? []
      : ['', ...textTable([{ heading: 'SHARD' }, { heading: 'CHECKPOINT' }], checkpoints)]),
  ];
}

type Fact = readonly [name: string, text: string];

function stateFacts({ snapshot, sizeBytes, servedCommittedAtMs }: ShownModel, nowMs: number): Fact[] {
  const { version, lastCommit, pending, model } = snapshot;
  const { paused, pinned } = snapshot.steering;
  const { committedAtMs = nowMs } = lastCommit ?? {};
  const made = ` of ${instant(committedAtMs)}, ${ageInWords(nowMs - committedAtMs)} ago`;
  const of = servedCommittedAtMs === null ? 'its copy is not there: pin it again' : instant(servedCommittedAtMs);
  const operation = lastCommit?.operation;
  return [
    ['version', `${count(version)}${made}${operation === undefined ? '' : `: ${operationInWords(operation)}`}`],
    [
      'served',
      pinned === undefined ? 'this version' : `version ${pinned.version} of ${of}: ${markInWords('pinned', pinned)}`,
    ],
    ['learning', paused === undefined ? 'yes' : `no: ${markInWords('paused', paused)}`],
    ['judged', `${counted(model.segments, 'segment')}; ${counted(pending.count, 'row')} waiting for the next`],
    ['trial', model.trial === undefined ? 'none' : trialInWords(model.trial)],
    ['size', `${count(sizeBytes)} bytes`],
  ];
}

function qualityFacts({ snapshot: { model } }: ShownModel): Fact[] {
  const whole = model.quality.whole();
  const rolling = model.quality.rolling();
  const how = model.definition.threshold === 'f1' ? ', the best for F1 so far' : '';
  return [
    ...(whole === undefined ? [] : [['quality', `${scores(whole)}, of ${counted(whole.rows, 'row')}`] as const]),
    ...(rolling === undefined
      ? []
      : [
          [
            'lately',
            `${scores(rolling)}, of the last ${counted(Math.min(ROLLING_SEGMENTS, model.segments), 'segment')}`,
          ] as const,
        ]),
    ['threshold', `${decimals(model.threshold)}${how}`],
  ];
}

function scores({
  f1,
  precision,
  recall,
  accuracy,
  logLoss,
}: Omit<Quality, 'rows' | 'auc' | 'calibration' | 'brier'>): string {
  const [f, p, r, a] = [f1, precision, recall, accuracy].map((score) => decimals(score));
  return `F1 ${f}, precision ${p}, recall ${r}, accuracy ${a}, log loss ${decimals(logLoss)}`;
}

function definitionFacts({ snapshot: { model }, undeployed }: ShownModel): Fact[] {
  const { features, categorical, missing, label, learner, gate, scaler, segmentRows } = model.definition;
  return [
    ['learner', withOptions(learner)],
    ['gate', `${withOptions(gate)}, segments of at least ${counted(segmentRows, 'row')}`],
    ['features', `${features.length}: ${namesInWords(features)}; scaler ${scaler}, label ${label}`],
    ...(categorical.length === 0 ? [] : [['categorical', namesInWords(categorical)] as const]),
    ...(missing.length === 0 ? [] : [['missing', namesInWords(missing)] as const]),
    ...(undeployed.length === 0
      ? []
      : [['changed', `${changesInWords(undeployed)}; npm run deploy deploys it`] as const]),
  ];
}

/** `sgd (eta0 0.1, penalty "l1")` */
function withOptions({ name, ...options }: { readonly name: string }): string {
  const given = Object.entries(options).map(([option, value]) => `${option} ${JSON.stringify(value)}`);
  return given.length === 0 ? name : `${name} (${given.join(', ')})`;
}

const NAMES_SHOWN = 12;

function namesInWords(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Whom a committee listens to, the heaviest first; none has a loss before there was something to predict. */
function memberLines(members: readonly MemberReport[], judged: boolean): string[] {
  return textTable(
    [{ heading: 'MEMBER' }, { heading: 'WEIGHT', align: 'right' }, { heading: 'LOG LOSS', align: 'right' }],
    members
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ name, weight, logLoss }) => [name, decimals(weight), decimals(judged ? logLoss : null)]),
  );
}
