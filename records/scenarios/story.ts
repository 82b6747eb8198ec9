import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { seededRandom } from '../../learning/random.ts';
import type { Harm } from './harms.ts';
import type { Place, Scenario, TruthBand } from './scenario.ts';
import type { World } from './worlds.ts';

/** A scenario as it is told: a world, and what harms its records. */
export interface Story {
  readonly description: string;
  readonly world: World;
  readonly harm?: Harm;
  /** Of each record, at least; up to a tenth more. @default 100, as in the tutorial */
  readonly rows?: number;
}

/** The scenario of a story. After its length it begins again, with new rows. */
export function scenarioOf({ description, world, harm, rows: least = 100 }: Story): Scenario {
  const placeOf = (seed: number, index: number, length: number): Place => ({ seed, position: index % length, length });
  const clean = (seed: number, index: number, length: number): LabelledRows => {
    const random = seededRandom(`rows/${seed}/${index}`);
    const count = least + random.integer(Math.max(1, Math.round(least / 10)));
    return world.sample(placeOf(seed, index, length), count, random);
  };
  return {
    description,
    model: 'clicks',
    encoding: 'binary',
    clean,
    rows(seed, index, length) {
      const rows = clean(seed, index, length);
      if (!harm?.hits(placeOf(seed, index, length))) return rows;
      return harm.spoil(rows, seededRandom(`spoil/${seed}/${index}`));
    },
    truth: (seed, length) => [...world.bands(length), ...(harm === undefined ? [] : harmfulBands(harm, seed, length))],
  };
}

/** Harmful records, neighbours in one band. */
function harmfulBands({ label, hits }: Harm, seed: number, length: number): TruthBand[] {
  const bands: { kind: 'harmful'; from: number; to: number; label: string }[] = [];
  for (let position = 0; position < length; position++) {
    if (!hits({ seed, position, length })) continue;
    const last = bands.at(-1);
    if (last?.to === position) last.to += 1;
    else bands.push({ kind: 'harmful', from: position, to: position + 1, label });
  }
  return bands;
}
