import { asLearner, type Learner, type Member } from './learner.ts';

/** Makes other features of a row, for a member to learn from. */
export interface FeatureMap {
  /** How many features come out. */
  readonly width: number;
  /** The features, which the next call overwrites; allocates nothing. */
  map(row: Float64Array): Float64Array;
}

/** A member on mapped features as a learner of its own. */
export function mappedLearner(features: FeatureMap, member: Member): Learner {
  const { uncertainty } = member;
  return asLearner({
    state: member.state,
    logit: (row) => member.logit(features.map(row)),
    learn: (label, weight) => member.learn(label, weight),
    ...(uncertainty && { uncertainty: (row: Float64Array) => uncertainty(features.map(row)) }),
  });
}
