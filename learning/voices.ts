import type { Definition } from './definition.ts';
import { encodedWidth } from './encoder.ts';
import { createLearner } from './learners/registry.ts';

/** Whom a model's committee may listen to, by their names; nobody where the learner is no committee. */
export function voicesOf(definition: Definition): readonly string[] {
  const members = createLearner(encodedWidth(definition), definition.learner).members?.() ?? [];
  return members.map(({ name }) => name);
}
