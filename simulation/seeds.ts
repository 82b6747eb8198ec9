import { type Choice, seeded } from './choices.ts';
import type { Code } from './code.ts';
import type { FailureRow } from './failure-table.ts';
import { addCounts, noCounts } from './journal.ts';
import type { Rules } from './rules.ts';
import { runSchedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import type { Setting } from './world.ts';

/** Which schedules to run, on what. */
export interface SeededRun {
  readonly code: Code;
  readonly rules: Rules;
  readonly schedules: number;
  /** Of the first schedule; each further one has the next. */
  readonly seed: number;
  readonly shards: number | undefined;
}

export interface Violation {
  readonly seed: number;
  readonly broken: string;
  /** The shrunk schedule in words. */
  readonly trace: readonly string[];
  readonly command: string;
}

export interface SeededResult {
  readonly schedules: number;
  readonly violation: Violation | undefined;
  readonly faults: Record<FailureRow, number>;
  readonly calls: number;
  readonly reads: number;
}

/** Schedules side by side, each in its own world: a turn of the event loop costs as much for one as for all. */
const SIDE_BY_SIDE = 4;

/** Runs schedules by their seeds until one breaks a promise; that one is shrunk, unless only its number is wanted. */
export async function runSeeds(
  run: SeededRun,
  shrinks = true,
  progress?: (schedules: number) => void,
): Promise<SeededResult> {
  const faults = noCounts();
  const sums = { calls: 0, reads: 0 };
  const { code, rules, shards } = run;
  const setting = { code, rules, ...(shards === undefined ? {} : { shards }) };
  for (let done = 0; done < run.schedules; done += SIDE_BY_SIDE) {
    const length = Math.min(SIDE_BY_SIDE, run.schedules - done);
    const seeds = Array.from({ length }, (_, i) => run.seed + done + i);
    const outcomes = await Promise.all(seeds.map((seed) => runSchedule({ ...setting, source: seeded(seed) })));
    for (const [i, { journal, choices }] of outcomes.entries()) {
      addCounts(faults, journal);
      sums.calls += journal.calls;
      sums.reads += journal.reads;
      progress?.(done + i + 1);
      if (journal.violation === undefined) continue;
      const violation = await told(setting, seeds[i], journal.violation, choices, shrinks);
      return { ...sums, schedules: done + i + 1, faults, violation };
    }
  }
  return { ...sums, schedules: run.schedules, faults, violation: undefined };
}

async function told(
  setting: Omit<Setting, 'source'>,
  seed: number,
  broken: string,
  choices: readonly Choice[],
  shrinks: boolean,
): Promise<Violation> {
  const ofShards = setting.shards === undefined ? '' : ` --shards ${setting.shards}`;
  const command = `npm run --silent simulate -- --seed ${seed} --schedules 1${ofShards}`;
  if (!shrinks) return { seed, broken, trace: [], command };
  const values = choices.map(({ value }) => value);
  const { journal } = await shrink(setting, values);
  return { seed, broken: journal.violation ?? broken, trace: journal.trace, command };
}
