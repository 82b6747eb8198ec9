import { asLearner, type Learner, type Member } from './learner.ts';

/** Makes other features of a row, for a member to learn from. */
export interface FeatureMap {
  /** How many features come out. */
  readonly width: number;
  /** Writes them into `out`; allocates nothing. */
  map(row: Float64Array, out: Float64Array): void;
}

/** A member on mapped features as a learner of its own. */
export function mappedLearner(features: FeatureMap, member: Member): Learner {
  const mapped = new Float64Array(features.width);
  return asLearner({
    state: member.state,
    logit(row) {
      features.map(row, mapped);
      return member.logit(mapped);
    },
    learn: (label, weight) => member.learn(label, weight),
  });
}
