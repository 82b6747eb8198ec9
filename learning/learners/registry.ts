import { createAdaGrad } from './adagrad.ts';
import { createBayes } from './bayes.ts';
import { createCommittee } from './committee.ts';
import { createFourier } from './fourier.ts';
import { createFtrl } from './ftrl.ts';
import type { Learner } from './learner.ts';
import { createLogisticKalman } from './logistic-kalman.ts';
import { createMlp } from './mlp.ts';
import { createNaiveBayes } from './naive-bayes.ts';
import { createPairwise } from './pairwise.ts';
import { createSgd } from './sgd.ts';

/** Every learner by name: one file and one entry here add one. */
const learners = {
  committee: createCommittee,
  sgd: createSgd,
  adagrad: createAdaGrad,
  ftrl: createFtrl,
  bayes: createBayes,
  'logistic-kalman': createLogisticKalman,
  'naive-bayes': createNaiveBayes,
  pairwise: createPairwise,
  fourier: createFourier,
  mlp: createMlp,
} satisfies Record<string, (width: number, options: never) => Learner>;

type Learners = typeof learners;

export type LearnerName = keyof Learners;

/** A learner's name with its hyper-parameters; those left out keep their defaults. */
export type LearnerDefinition = { [Name in LearnerName]: { readonly name: Name } & OptionsOf<Name> }[LearnerName];

/** What a learner's constructor takes beside the width. */
export type OptionsOf<Name extends LearnerName> = Learners[Name] extends (
  width: number,
  options: infer Options,
) => Learner
  ? NonNullable<Options>
  : never;

export const learnerNames = Object.keys(learners) as readonly LearnerName[];

/**
 * A learner with nothing learned yet.
 *
 * @throws {Error} naming a hyper-parameter that is out of its range.
 */
export function createLearner(width: number, definition: LearnerDefinition): Learner {
  const { name, ...options } = definition;
  // the union says that the options are those of the name; the compiler loses that when it is taken apart
  const create = learners[name] as (width: number, options: object) => Learner;
  return create(width, options);
}
