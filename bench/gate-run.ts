import { predictRows } from '../learning/classifier.ts';
import { resolveDefinition } from '../learning/definition.ts';
import type { GateName } from '../learning/gates/registry.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { pooledScores, type Scored, scoredOf } from '../learning/metrics/pooled.ts';
import { createModel, type Model } from '../learning/model.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';
import { type ScenarioName, scenarios } from '../records/scenarios/table.ts';

/** What is compared: three gates, and one that knows which segments are harmful and holds exactly those. */
export const contenders = ['none', 'article', 'champion', 'oracle'] as const;

export type Contender = (typeof contenders)[number];

/** One scenario of one seed, through every contender. */
export interface GateJob {
  readonly scenario: ScenarioName;
  readonly seed: number;
  /** Of 100 rows or less; of longer ones a fifth as many, so that no scenario takes all the time. */
  readonly segments: number;
  readonly learner: LearnerName;
}

export type GateResult = Readonly<Record<Contender, GateScores>>;

/** How one contender did; nothing where there was nothing to count. */
export interface GateScores {
  /** Of all rows together, on clean labels, by what was served before the segment was learned. */
  readonly f1: number;
  /** Nats a row, likewise. */
  readonly logLoss: number;
  /** Share of honest segments that were not learned at once. */
  readonly falseHeld: number;
  /** Share of harmful segments that were not learned. */
  readonly caught: number | null;
  /** Segments after a change until nine tenths of the lost F1 are back; of several changes the mean. */
  readonly recovery: number | null;
  readonly promoted: number;
  /** F1 of the first fifty segments, and of those after them. */
  readonly earlyF1: number;
  readonly lateF1: number;
}

/** A contender on its way through the stream. */
export interface Runner {
  readonly model: Model;
  /** Each segment as it was served, on clean labels. */
  readonly served: Scored[];
  readonly held: boolean[];
  promoted: number;
}

/** Records with more rows than this are long. */
const LONG_ROWS = 500;
/** Segments that are a beginning. */
const EARLY = 50;
/** Segments whose F1 is taken together when recovery is looked for. */
const WINDOW = 5;
/** A change that costs less is no change to recover from. */
const LOST_MIN = 0.02;
/** Of the F1 lost by a change. */
const REGAINED = 0.9;

/** What came, and what every contender did with it. */
export interface GateRace {
  readonly bands: readonly TruthBand[];
  /** Of each segment, whether it was. */
  readonly harmful: readonly boolean[];
  readonly runners: Readonly<Record<Contender, Runner>>;
}

/** Scores a job's race. */
export function runGateJob(job: GateJob): GateResult {
  const { bands, harmful, runners } = raceGates(job);
  const changes = changesIn(bands, runners.none.served);
  return {
    none: scoresOf(runners.none, harmful, changes),
    article: scoresOf(runners.article, harmful, changes),
    champion: scoresOf(runners.champion, harmful, changes),
    oracle: scoresOf(runners.oracle, harmful, changes),
  };
}

/** The same segments, in the same order, through every contender. Without harm the oracle is no gate at all. */
export function raceGates({ scenario, seed, segments, learner }: GateJob): GateRace {
  const { clean, rows, truth } = scenarios[scenario];
  const length = clean(seed, 0, segments).count > LONG_ROWS ? Math.ceil(segments / 5) : segments;
  const bands = truth(seed, length);
  const harmful = harmfulIn(bands, length);
  const none = start('none', learner);
  const oracle = harmful.includes(true) ? start('oracle', learner) : none;
  const runners = { none, article: start('article', learner), champion: start('champion', learner), oracle };
  for (let index = 0; index < length; index++) {
    const honest = clean(seed, index, length);
    const sent = harmful[index] ? rows(seed, index, length) : honest;
    for (const runner of new Set(Object.values(runners)))
      observe(runner, sent, honest, runner === oracle && harmful[index]);
  }
  return { bands, harmful, runners };
}

function start(contender: Contender, learner: LearnerName): Runner {
  const gate: GateName = contender === 'oracle' ? 'none' : contender;
  const definition = resolveDefinition('bench', { features: 10, learner: { name: learner }, gate: { name: gate } });
  return { model: createModel(definition), served: [], held: [], promoted: 0 };
}

function observe(runner: Runner, sent: LabelledRows, clean: LabelledRows, leftOut: boolean): void {
  const { model, served, held } = runner;
  const spoiled = sent !== clean;
  if (spoiled) served.push(scoredOf(clean.y, predictRows(model, clean), model.threshold));
  held.push(leftOut);
  if (leftOut) return;
  const outcome = model.observe(sent);
  if (!spoiled) served.push(outcome);
  const { kind } = outcome.verdict;
  held[held.length - 1] = kind === 'held' || kind === 'rejected';
  if (kind === 'promoted') runner.promoted += 1;
}

function harmfulIn(bands: readonly TruthBand[], segments: number): boolean[] {
  const harmful = Array.from({ length: segments }, () => false);
  for (const { kind, from, to } of bands) if (kind === 'harmful') harmful.fill(true, from, to);
  return harmful;
}

/** A change of the world: where it comes, where the next one does, and the F1 that counts as recovered. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly recovered: number;
}

/** Changes that cost a model without a gate something; what it reaches later is what there is to be had. */
function changesIn(bands: readonly TruthBand[], without: readonly Scored[]): Change[] {
  return bands
    .filter(({ kind, from }) => kind === 'concept' && from > 0)
    .flatMap(({ from, to }) => {
      const lost = f1Between(without, from, from + 1);
      const later = f1Between(without, Math.floor((from + to) / 2), to);
      return later - lost < LOST_MIN ? [] : [{ from, to, recovered: lost + REGAINED * (later - lost) }];
    });
}

function scoresOf(
  { served, held, promoted }: Runner,
  harmful: readonly boolean[],
  changes: readonly Change[],
): GateScores {
  const recoveries = changes.map((change) => recoveryOf(served, change));
  return {
    f1: f1Between(served, 0, served.length),
    logLoss: pooledScores(served)?.logLoss ?? 0,
    falseHeld: shareOf(held.filter((_, i) => !harmful[i])) ?? 0,
    caught: shareOf(held.filter((_, i) => harmful[i])),
    recovery: recoveries.length === 0 ? null : recoveries.reduce((sum, one) => sum + one, 0) / recoveries.length,
    promoted,
    earlyF1: f1Between(served, 0, EARLY),
    lateF1: f1Between(served, EARLY, served.length),
  };
}

/** Segments from the change to the first window that has recovered; all there were where none has. */
function recoveryOf(served: readonly Scored[], { from, to, recovered }: Change): number {
  for (let start = from; start + WINDOW <= to; start++) {
    if (f1Between(served, start, start + WINDOW) >= recovered) return start - from;
  }
  return to - from;
}

/** F1 of segments taken together, `from` up to, but not including, `to`. */
export function f1Between(served: readonly Scored[], from: number, to: number): number {
  return pooledScores(served.slice(from, to))?.f1 ?? 0;
}

function shareOf(flags: readonly boolean[]): number | null {
  return flags.length === 0 ? null : flags.filter((flag) => flag).length / flags.length;
}
