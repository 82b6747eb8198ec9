import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { seededRandom } from '../../learning/random.ts';
import { type Concept, drawConcept } from './make-classification.ts';
import type { Scenario } from './scenario.ts';

/** The tutorial's own problem: 10 features, 6 informative, 2 redundant; the rest by scikit-learn's defaults. */
const problem = { features: 10, informative: 6, redundant: 2, clustersPerClass: 2, classSep: 1, flipY: 0.01 };

/** A concept of the tutorial's kind; other letters give others. */
export function tutorialConcept(seed: number, letter: string): Concept {
  return drawConcept(`concept/${seed}/${letter}`, problem);
}

/** A message of the tutorial's size, 100 to 109 rows, from a concept. */
export function tutorialRows(concept: Concept, seed: number, index: number): LabelledRows {
  const random = seededRandom(`rows/${seed}/${index}`);
  return concept.sample(100 + random.integer(10), random);
}

/** One concept for the whole stream, which is what the tutorial meant to send: there is something to learn. */
export const tutorial: Scenario = {
  description: "the tutorial's generator, one concept for the whole stream",
  model: 'tutorial',
  encoding: 'json',
  rows: (seed, index) => tutorialRows(tutorialConcept(seed, 'A'), seed, index),
  truth: (length) => [{ kind: 'concept', from: 0, to: length, label: 'concept A' }],
};
