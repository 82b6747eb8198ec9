import { createWorkspace } from '../kernels/workspace.ts';
import { sigmoid } from '../logistic.ts';
import { resolveOptions } from '../options.ts';
import { joinStates, type Stateful } from '../state.ts';
import { type Seat, seat } from './committee-seats.ts';
import type { Learner } from './learner.ts';
import { createMixture } from './mixture.ts';
import { stackMember } from './stack.ts';

/** There is nothing to set. */
export type CommitteeOptions = Readonly<Record<never, never>>;

/** Probabilities are kept this far from 0 and 1: a mistake costs 14 nats at most. */
const PROBABILITY_MIN = 1e-6;

/** Numbers: more than the members of any width need; a test builds them all. */
const WORKSPACE = 65_536;

/** A careful and a bold stack: how far their weights may go from the mean of the voices. */
const STACK_VARIANCES = [0.003, 0.03];

/**
 * The default: members of different kinds, combined twice, by exponential weights with fixed share and by stacking, and
 * the results mixed again by exponential weights. There is no rate to choose, and none to change when the world does.
 *
 * All learn each row after they have been asked for it, so every weight comes from honest predictions.
 */
export function createCommittee(
  width: number,
  options: CommitteeOptions = {},
): Learner & Required<Pick<Learner, 'members'>> {
  resolveOptions('committee', options, {});
  const workspace = createWorkspace(WORKSPACE);
  const { seats, vectors, look } = seat(workspace, width);
  const names = seats.flatMap(({ name, plain, calibration }) => [
    ...(plain ? [name] : []),
    ...(calibration === undefined ? [] : [`${name}, corrected`]),
  ]);
  const voices = names.length;
  const logits = new Float64Array(voices);
  const probabilities = new Float64Array(voices);
  const mixture = createMixture(voices);
  const weights = mixture.state.weights as Float64Array;
  const stacks = STACK_VARIANCES.map((variance) => stackMember(workspace, voices, variance));
  const results = new Float64Array(1 + stacks.length);
  const judge = createMixture(results.length);
  const losses = new Float64Array(voices); // Σ −ln p(label)
  const learned = new Float64Array(1); // Σ weights

  const ask = (row: Float64Array): number => {
    look(row);
    let voice = 0;
    for (let s = 0; s < seats.length; s++) {
      const { member, features, plain, calibration } = seats[s];
      const z = member.logit(vectors[features]);
      if (plain) logits[voice++] = z;
      if (calibration !== undefined) logits[voice++] = calibration.correct(z);
    }
    for (let k = 0; k < voices; k++) probabilities[k] = bounded(sigmoid(logits[k]));
    results[0] = bounded(mixture.predict(probabilities));
    for (let s = 0; s < stacks.length; s++) results[s + 1] = bounded(sigmoid(stacks[s].logit(logits)));
    return judge.predict(results);
  };
  const parts: Record<string, Stateful> = { mixture, judge, record: { state: { losses, learned } } };
  stacks.forEach((stack, s) => {
    parts[`stack${s}`] = stack;
  });
  const linear = linearVoices(seats);
  const addend = new Float64Array(width + 1);
  seats.forEach(({ member, calibration }, s) => {
    parts[`member${s}`] = member;
    if (calibration !== undefined) parts[`calibration${s}`] = calibration;
  });
  return {
    state: joinStates(parts),
    predictProba: ask,
    partialFit(row, label, weight) {
      if (weight === 0) return;
      ask(row);
      for (let k = 0; k < voices; k++) {
        losses[k] -= weight * Math.log(label === 1 ? probabilities[k] : 1 - probabilities[k]);
      }
      learned[0] += weight;
      judge.learn(results, label, weight);
      mixture.learn(probabilities, label, weight);
      for (let s = 0; s < stacks.length; s++) stacks[s].learn(label, weight);
      for (let s = 0; s < seats.length; s++) {
        seats[s].calibration?.learn(label, weight);
        seats[s].member.learn(label, weight);
      }
    },
    members: () =>
      names.map((name, k) => ({
        name,
        weight: weights[k],
        logLoss: learned[0] === 0 ? 0 : losses[k] / learned[0],
      })),
    /** The spread of the voices, each with its weight in the mixture: one standard deviation. */
    uncertainty(row) {
      ask(row);
      const p = mixture.predict(probabilities);
      let squares = 0;
      for (let k = 0; k < voices; k++) squares += weights[k] * (probabilities[k] - p) ** 2;
      return Math.sqrt(squares);
    },
    /** Of the members that add features up, each with its weight in the mixture. */
    contributions(row, out) {
      let share = 0;
      for (const { voice } of linear) share += weights[voice];
      out.fill(0);
      for (const { voice, contributions } of linear) {
        contributions(row, addend);
        for (let j = 0; j <= width; j++) out[j] += (weights[voice] / share) * addend[j];
      }
      return share;
    },
  };
}

/** Whose state is `member0`, `member1`, … in a committee on rows of a width. */
export function memberNames(width: number): readonly string[] {
  return seat(createWorkspace(WORKSPACE), width).seats.map(({ name }) => name);
}

/** Members that add up the features themselves, and are heard as they are. */
function linearVoices(seats: readonly Seat[]) {
  let voice = 0;
  return seats.flatMap(({ member: { contributions }, features, plain, calibration }) => {
    const at = voice;
    voice += (plain ? 1 : 0) + (calibration === undefined ? 0 : 1);
    return plain && features === 0 && contributions !== undefined ? [{ voice: at, contributions }] : [];
  });
}

function bounded(p: number): number {
  return p < PROBABILITY_MIN ? PROBABILITY_MIN : p > 1 - PROBABILITY_MIN ? 1 - PROBABILITY_MIN : p;
}
