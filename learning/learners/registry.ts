import type { Learner } from './learner.ts';
import { createSgd, type SgdOptions } from './sgd.ts';

/** Every learner by name: one file and one entry here add one. */
const learners = {
  sgd: createSgd,
} satisfies Record<string, (width: number, options: never) => Learner>;

export type LearnerName = keyof typeof learners;

/** A learner's name with its hyper-parameters; those left out keep their defaults. */
export type LearnerDefinition = { readonly name: 'sgd' } & SgdOptions;

export const learnerNames = Object.keys(learners) as readonly LearnerName[];

/**
 * A learner with nothing learned yet.
 *
 * @throws {Error} naming a hyper-parameter that is out of its range.
 */
export function createLearner(width: number, definition: LearnerDefinition): Learner {
  const { name, ...options } = definition;
  return learners[name](width, options);
}
