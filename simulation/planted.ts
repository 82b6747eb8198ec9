import type { Code } from './code.ts';
import { importCopy } from './patched-sources.ts';
import { type Plant, type PlantName, plants } from './plants.ts';
import { ourRules } from './rules.ts';
import { runSeeds } from './seeds.ts';

/** Within so many schedules a planted bug has to be found. */
export const PLANT_SCHEDULES = 5_000;

export interface PlantResult {
  readonly found: boolean;
  /** After how many; all that were run where it was not found. */
  readonly schedules: number;
  /** The promise that it broke first. */
  readonly broken: string | undefined;
  /** The schedule that broke it, shrunk, in words; where that was asked for. */
  readonly trace: readonly string[];
}

/**
 * Plants a bug into a copy of the code, and runs schedules until it is found.
 *
 * @param shrinks whether the schedule that found it is shrunk and told
 */
export async function findPlant(
  name: PlantName,
  seed: number,
  shards: number | undefined,
  shrinks: boolean,
): Promise<PlantResult> {
  const { patches, rules }: Plant = plants[name];
  const code = await importCopy<{ productionCode: Code }>(name, patches ?? [], 'simulation/code.ts');
  const run = { code: code.productionCode, rules: { ...ourRules, ...rules }, schedules: PLANT_SCHEDULES, seed, shards };
  const { schedules, violation } = await runSeeds(run, shrinks);
  return { found: violation !== undefined, schedules, broken: violation?.broken, trace: violation?.trace ?? [] };
}
