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
  /**
   * How far what it knows leaves the probability of a row open, from 0 to 0.5: half the width of the interval in which it
   * believes the probability to be with 68 %. Only from those who have such a belief.
   */
  uncertainty?(row: Float64Array): number;
  /**
   * Writes what each feature of a row adds to its log odds, the intercept last. Only from those who add features up.
   *
   * @param out as long as the row, and one more
   * @returns the share of what is heard that is explained so, 0 to 1: 1 where the sum is the log odds themselves
   */
  contributions?(row: Float64Array, out: Float64Array): number;
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
  /** As of a learner. Not between `logit` and `learn`. */
  uncertainty?(row: Float64Array): number;
  /** As of a learner, but all of it: the sum is `logit`. Nothing where log odds are no sum over the features. */
  contributions?(row: Float64Array, out: Float64Array): void;
}

/** A member as a learner of its own. */
export function asLearner(member: Member): Learner {
  const { uncertainty, contributions } = member;
  return {
    state: member.state,
    predictProba: (row) => sigmoid(member.logit(row)),
    partialFit(row, label, weight) {
      member.logit(row);
      member.learn(label, weight);
    },
    beginSegment: () => member.beginSegment?.(),
    ...(uncertainty && { uncertainty }),
    ...(contributions && {
      contributions(row, out) {
        contributions(row, out);
        return 1;
      },
    }),
  };
}

/** What the features of a linear model add to its log odds: each weight times its feature. */
export function addends(coef: Float64Array, intercept: number, row: Float64Array, out: Float64Array): void {
  for (let j = 0; j < row.length; j++) out[j] = coef[j] * row[j];
  out[row.length] = intercept;
}

/** As far as a normal belief about log odds leaves the probability open: σ at one standard deviation to either side. */
export function openness(mean: number, deviation: number): number {
  return (sigmoid(mean + deviation) - sigmoid(mean - deviation)) / 2;
}
