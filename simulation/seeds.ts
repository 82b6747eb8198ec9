import { seeded } from './choices.ts';
import type { Code } from './code.ts';
import type { FailureRow } from './failure-table.ts';
import { addCounts, noCounts } from './journal.ts';
import type { Rules } from './rules.ts';
import { runSchedule } from './schedule.ts';
import { shrink } from './shrink.ts';

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
  for (let i = 0; i < run.schedules; i++) {
    const seed = run.seed + i;
    const { journal, choices } = await runSchedule({ ...setting, source: seeded(seed) });
    addCounts(faults, journal);
    sums.calls += journal.calls;
    sums.reads += journal.reads;
    progress?.(i + 1);
    if (journal.violation === undefined) continue;
    const shrunk = shrinks
      ? await shrink(
          setting,
          choices.map(({ value }) => value),
        )
      : undefined;
    const broken = shrunk?.journal.violation ?? journal.violation;
    const command = `npm run --silent simulate -- --seed ${seed} --schedules 1${shards === undefined ? '' : ` --shards ${shards}`}`;
    return {
      ...sums,
      schedules: i + 1,
      faults,
      violation: { seed, broken, trace: shrunk?.journal.trace ?? [], command },
    };
  }
  return { ...sums, schedules: run.schedules, faults, violation: undefined };
}
