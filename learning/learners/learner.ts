import { sigmoid } from '../logistic.ts';
import type { Stateful } from '../state.ts';

/**
 * A binary classifier that learns one row at a time.
 *
 * Rows are scaled features in a `Float64Array` of the learner's width. `partialFit` changes the state and returns
 * nothing; `predictProba` changes nothing. Both are called once a row, so neither allocates.
 */
export interface Learner extends Stateful {
  /** Probability that the row's label is 1. */
  predictProba(row: Float64Array): number;
  /**
   * Learns one row.
   *
   * @param label 0 or 1
   * @param weight how much the row counts: 1 is once
   */
  partialFit(row: Float64Array, label: number, weight: number): void;
  /** Called before the rows of a segment are learned, for learners that forget something with each. */
  beginSegment?(): void;
  /** Of a committee: whom it listens to. */
  members?(): readonly MemberReport[];
}

/** What a voice of a committee counts for, for people. */
export interface MemberReport {
  readonly name: string;
  /** Its weight in the mixture; all add up to 1. */
  readonly weight: number;
  /** Mean over the rows learned, each predicted before, in nats. */
  readonly logLoss: number;
}

/**
 * A learner in two steps, so that a committee which needs a member's prediction before it lets it learn pays for it once.
 */
export interface Member extends Stateful {
  /** Log odds that the row's label is 1. Remembers what `learn` needs of the row; changes no state. */
  logit(row: Float64Array): number;
  /** Learns the row of the last `logit`. */
  learn(label: number, weight: number): void;
  /** Called before the rows of a segment are learned, for members that forget something with each. */
  beginSegment?(): void;
}

/** A member as a learner of its own. */
export function asLearner(member: Member): Learner {
  return {
    state: member.state,
    predictProba: (row) => sigmoid(member.logit(row)),
    partialFit(row, label, weight) {
      member.logit(row);
      member.learn(label, weight);
    },
    beginSegment: () => member.beginSegment?.(),
  };
}
