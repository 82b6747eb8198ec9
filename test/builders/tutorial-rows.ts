import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { seededRandom } from '../../learning/random.ts';
import { concept } from '../../records/scenarios/worlds.ts';

/** A record of the tutorial's size from a concept, as the scenarios of the seed have it. */
export function tutorialRows(letter: string, seed: number, index: number): LabelledRows {
  const random = seededRandom(`rows/${seed}/${index}`);
  return concept(seed, letter).sample(100 + random.integer(10), random);
}
