import { adaGradMember } from './adagrad.ts';
import { bayesMember } from './bayes.ts';
import { type Calibration, createCalibration } from './calibration.ts';
import type { FeatureMap } from './feature-map.ts';
import { createWaves, fourierFeatures, randomProjection } from './fourier.ts';
import type { Member } from './learner.ts';
import { logisticKalmanMember } from './logistic-kalman.ts';
import { mlpMember } from './mlp.ts';
import { naiveBayesMember } from './naive-bayes.ts';
import { PAIRWISE_WIDTH_MAX, pairwiseFeatures } from './pairwise.ts';

/** A member of the committee, with the features it learns from, and how it is heard: as it is, corrected, or both. */
export interface Seat {
  readonly name: string;
  readonly member: Member;
  /** Which of the committee's feature vectors it is given. */
  readonly features: number;
  readonly plain: boolean;
  readonly calibration: Calibration | undefined;
}

/** Who sits in a committee, and what they look at. `look` fills all feature vectors from a row. */
export interface Seating {
  readonly seats: readonly Seat[];
  readonly vectors: readonly Float64Array[];
  look(row: Float64Array): void;
}

/** A member that is too wide is left out: its cost grows with the square of the width, or the data never fills it. */
const COVARIANCE_WIDTH_MAX = 64;
const PAIR_COVARIANCE_WIDTH_MAX = 128;
const FOURIER_WIDTH_MAX = 64;

/** AdaGrad on many waves, of two sharpnesses: gamma times the number of features. */
const WAVES = 200;
const WAVE_SEATS = [
  { gamma: 2, learningRate: 0.3, how: 'plain' },
  { gamma: 8, learningRate: 0.6, how: 'corrected' },
] as const;

/** Full covariance on few waves, each member on directions of its own: three small ones do better than one large one. */
const KERNEL_WAVES = 48;
const KERNEL_SEATS = [
  { gamma: 2, priorVariance: 30, forgetting: 1e-5, labelNoise: 0, moderated: false, how: 'corrected' },
  { gamma: 4, priorVariance: 30, forgetting: 1e-5, labelNoise: 0, moderated: false, how: 'corrected' },
  { gamma: 2, priorVariance: 30, forgetting: 1e-4, labelNoise: 0.02, moderated: true, how: 'plain' },
] as const;

/**
 * The members for rows of a width. Which and why stands in docs/decisions/0010-committee.md; left out are, above 64
 * features, those with a full covariance, the network and those on Fourier features; above 32, those on products; and where there are
 * more than 128 features and products, the full covariance on them.
 */
export function seat(width: number): Seating {
  const vectors = [new Float64Array(width)];
  const fills: ((row: Float64Array) => void)[] = [(row) => vectors[0].set(row)];
  const seats: Seat[] = [
    heard('plain', 'adagrad 0.2', 0, adaGradMember(width, { learningRate: 0.2, fitIntercept: true })),
    heard('plain', 'adagrad 0.5', 0, adaGradMember(width, { learningRate: 0.5, fitIntercept: true })),
    heard('plain', 'bayes', 0, bayesMember(width, { priorVariance: 1, forgetting: 1e-3 })),
    heard('corrected', 'naive-bayes', 0, naiveBayesMember(width, { varSmoothing: 1e-3 })),
  ];
  if (width <= COVARIANCE_WIDTH_MAX) {
    const belief = { priorVariance: 1, forgetting: 1e-4, labelNoise: 0, moderated: true };
    const wary = { priorVariance: 10, forgetting: 1e-3, labelNoise: 0.1, moderated: true };
    seats.push(heard('both', 'kalman', 0, logisticKalmanMember(width, belief)));
    seats.push(heard('plain', 'kalman, 10 % noise', 0, logisticKalmanMember(width, wary)));
    seats.push(heard('plain', 'mlp', 0, mlpMember(width)));
  }
  if (width <= PAIRWISE_WIDTH_MAX) seatOnPairs(width, seats, vectors, fills);
  if (width <= FOURIER_WIDTH_MAX) seatOnWaves(width, seats, vectors, fills);
  return {
    seats,
    vectors,
    look(row) {
      for (let i = 0; i < fills.length; i++) fills[i](row);
    },
  };
}

function seatOnPairs(
  width: number,
  seats: Seat[],
  vectors: Float64Array[],
  fills: ((row: Float64Array) => void)[],
): void {
  const pairs: FeatureMap = pairwiseFeatures(width);
  const vector = new Float64Array(pairs.width);
  const at = vectors.push(vector) - 1;
  fills.push((row) => pairs.map(row, vector));
  seats.push(heard('plain', 'pairs, bayes', at, bayesMember(pairs.width, { priorVariance: 1, forgetting: 1e-4 })));
  const wary = { priorVariance: 3, forgetting: 1e-4, labelNoise: 0.02, moderated: true };
  seats.push(
    pairs.width < PAIR_COVARIANCE_WIDTH_MAX
      ? heard('corrected', 'pairs, kalman', at, logisticKalmanMember(pairs.width, wary))
      : heard(
          'corrected',
          'pairs, bayes, forgetful',
          at,
          bayesMember(pairs.width, { priorVariance: 1, forgetting: 1e-3 }),
        ),
  );
}

function seatOnWaves(
  width: number,
  seats: Seat[],
  vectors: Float64Array[],
  fills: ((row: Float64Array) => void)[],
): void {
  const project = randomProjection(width, WAVES, 'committee');
  const projected = new Float64Array(WAVES);
  fills.push((row) => project(row, projected));
  const addVector = (components: number, fill: (row: Float64Array, vector: Float64Array) => void): number => {
    const vector = new Float64Array(components);
    fills.push((row) => fill(row, vector));
    return vectors.push(vector) - 1;
  };
  for (const { gamma, learningRate, how } of WAVE_SEATS) {
    const wave = createWaves(WAVES, gamma / width, 'committee');
    const at = addVector(WAVES, (_, vector) => wave(projected, vector));
    seats.push(heard(how, `waves ${gamma}`, at, adaGradMember(WAVES, { learningRate, fitIntercept: true })));
  }
  KERNEL_SEATS.forEach(({ gamma, how, ...belief }, k) => {
    const name = `waves ${gamma}, kalman${belief.labelNoise > 0 ? ', wary' : ''}`;
    const features = fourierFeatures(width, KERNEL_WAVES, gamma, `kernel ${k}`);
    seats.push(heard(how, name, addVector(KERNEL_WAVES, features.map), logisticKalmanMember(KERNEL_WAVES, belief)));
  });
}

function heard(how: 'plain' | 'corrected' | 'both', name: string, features: number, member: Member): Seat {
  return {
    name,
    member,
    features,
    plain: how !== 'corrected',
    calibration: how === 'plain' ? undefined : createCalibration(),
  };
}
