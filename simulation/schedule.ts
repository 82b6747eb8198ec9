import type { Choice } from './choices.ts';
import type { Journal } from './journal.ts';
import { type Setting, World } from './world.ts';

/** What became of one schedule, and the choices that make it again. */
export interface Outcome {
  readonly journal: Journal;
  readonly choices: readonly Choice[];
}

/** Runs one schedule from its beginning until all is drained or a promise is broken. */
export async function runSchedule(setting: Setting): Promise<Outcome> {
  const world = new World(setting);
  const journal = await world.run();
  return { journal, choices: world.choices.made };
}
