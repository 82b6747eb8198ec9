import { listed } from './choices.ts';
import { type Outcome, runSchedule } from './schedule.ts';
import type { Setting } from './world.ts';

/** Runs that a shrinking may take; each is a few milliseconds. */
const RUNS_MAX = 3_000;

/**
 * Looks for a simpler schedule that breaks a promise too: fewer choices, and more of them plain.
 *
 * @returns the simplest one found, with its trace.
 */
export async function shrink(setting: Omit<Setting, 'source'>, failing: readonly number[]): Promise<Outcome> {
  let best = failing;
  let runs = 0;
  const breaks = async (values: readonly number[]): Promise<boolean> => {
    runs += 1;
    const { journal } = await runSchedule({ ...setting, source: listed(values) });
    return journal.violation !== undefined;
  };
  for (let before = Number.NaN; before !== weight(best) && runs < RUNS_MAX; ) {
    before = weight(best);
    for (let size = best.length; size >= 1 && runs < RUNS_MAX; size = Math.floor(size / 2)) {
      for (let at = 0; at < best.length && runs < RUNS_MAX; at += size) {
        const chunk = best.slice(at, at + size);
        const without = [...best.slice(0, at), ...best.slice(at + size)];
        const plain = [...best.slice(0, at), ...chunk.map(() => 0), ...best.slice(at + size)];
        if (await breaks(without)) best = without;
        else if (chunk.some((value) => value !== 0) && (await breaks(plain))) best = plain;
      }
    }
  }
  return runSchedule({ ...setting, source: listed(best), traced: true });
}

/** Zeros at the end are no choices at all. */
function weight(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + (value === 0 ? 1 : 1_000), 0);
}
