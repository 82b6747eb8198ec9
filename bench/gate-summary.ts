import type { ScenarioName } from '../records/scenarios/table.ts';
import { type Contender, contenders, type GateResult, type GateScores } from './gate-run.ts';

/** Mean over seeds, and the 5 % and 95 % quantiles of the seeds. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How a contender did in a scenario, over seeds. */
export interface GateSummary {
  readonly f1: Spread;
  readonly logLoss: Spread;
  readonly falseHeld: Spread;
  readonly caught: Spread | null;
  readonly recovery: Spread | null;
  readonly promoted: Spread;
  /** F1 less that of no gate: in the mean, and on the worst seed. */
  readonly againstNone: { readonly mean: number; readonly least: number };
  /** (F1 − that of no gate) / (the oracle's − that of no gate); null where harm costs no gate less than LOST_MIN. */
  readonly regained: number | null;
  /** Of the F1 that harm in the first fifty segments cost, the share that is back after them; null without such harm. */
  readonly regainedLater: number | null;
}

export type ScenarioSummary = Readonly<Record<Contender, GateSummary>>;

export interface GateBench {
  readonly learner: string;
  readonly seeds: number;
  readonly segments: number;
  readonly scenarios: Readonly<Partial<Record<ScenarioName, ScenarioSummary>>>;
}

/** Less cannot be told from chance. */
const LOST_MIN = 0.002;

/** One scenario's results, a seed each. */
export function summariseGates(results: readonly GateResult[]): ScenarioSummary {
  const summary = (name: Contender): GateSummary => {
    const scores = results.map((result) => result[name]);
    const differences = results.map((result) => result[name].f1 - result.none.f1);
    return {
      f1: spreadOf(scores.map(({ f1 }) => f1)),
      logLoss: spreadOf(scores.map(({ logLoss }) => logLoss)),
      falseHeld: spreadOf(scores.map(({ falseHeld }) => falseHeld)),
      caught: spreadOfKnown(scores.map(({ caught }) => caught)),
      recovery: spreadOfKnown(scores.map(({ recovery }) => recovery)),
      promoted: spreadOf(scores.map(({ promoted }) => promoted)),
      againstNone: { mean: mean(differences), least: Math.min(...differences) },
      regained: regained(results, name),
      regainedLater: regainedLater(results, name),
    };
  };
  return {
    none: summary('none'),
    article: summary('article'),
    champion: summary('champion'),
    oracle: summary('oracle'),
  };
}

/** The table of docs/gate.md: a row for each scenario. */
export function gateTable({ scenarios }: GateBench): string {
  const rows = Object.entries(scenarios).map(([name, by]) =>
    [
      name,
      contenders.map((contender) => decimals(by[contender].f1.mean, 3)).join(' / '),
      signed(by.champion.againstNone.mean),
      signed(by.champion.againstNone.least),
      percent(by.champion.regained, 0),
      percent(by.champion.falseHeld.mean, 2),
      percent(by.champion.caught?.mean, 1),
      [by.none, by.champion].map(({ recovery }) => (recovery === null ? '' : recovery.mean.toFixed(1))).join(' / '),
      by.champion.promoted.mean.toFixed(1),
    ].join(' | '),
  );
  return [
    '| scenario | F1: none / article / champion / oracle | champion − none | worst seed | regained | honest held | caught | recovery: none / champion | promoted |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.replace('|  /  |', '| |')} |`),
  ].join('\n');
}

function regained(results: readonly GateResult[], name: Contender): number | null {
  const lost = difference(results, 'oracle', 'none', 'f1');
  return lost < LOST_MIN ? null : difference(results, name, 'none', 'f1') / lost;
}

function regainedLater(results: readonly GateResult[], name: Contender): number | null {
  const lost = difference(results, 'oracle', 'none', 'earlyF1');
  return lost < LOST_MIN ? null : 1 - difference(results, 'oracle', name, 'lateF1') / lost;
}

function difference(results: readonly GateResult[], a: Contender, b: Contender, of: keyof GateScores): number {
  return mean(results.map((result) => (result[a][of] as number) - (result[b][of] as number)));
}

function spreadOf(values: readonly number[]): Spread {
  const ascending = values.toSorted((a, b) => a - b);
  return { mean: mean(values), low: quantile(ascending, 0.05), high: quantile(ascending, 0.95) };
}

function spreadOfKnown(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : spreadOf(known);
}

/** Interpolated between neighbours. */
function quantile(ascending: readonly number[], share: number): number {
  const at = share * (ascending.length - 1);
  const [below, above] = [ascending[Math.floor(at)], ascending[Math.ceil(at)]];
  return below + (at - Math.floor(at)) * (above - below);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function decimals(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^0/, '');
}

function signed(value: number): string {
  const rounded = value.toFixed(4);
  return Number(rounded) === 0 ? '0' : rounded.replace(/^-?0/, value < 0 ? '−' : '+');
}

/** `97.3 %`, and nothing of nothing. */
export function percent(share: number | null | undefined, digits: number): string {
  return share === null || share === undefined ? '' : `${(100 * share).toFixed(digits).replace('-', '−')} %`;
}
