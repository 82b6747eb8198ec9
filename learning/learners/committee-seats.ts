import type { Workspace } from '../kernels/workspace.ts';
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

/** Who sits in a committee, and what they look at. `look` makes all feature vectors from a row. */
export interface Seating {
  readonly seats: readonly Seat[];
  readonly vectors: readonly Float64Array[];
  look(row: Float64Array): void;
}

/** Makes a feature vector from a row; it is overwritten when the next row is looked at. */
type View = (row: Float64Array) => Float64Array;

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
export function seat(workspace: Workspace, width: number): Seating {
  const views: View[] = [(row) => row];
  const seats: Seat[] = [
    heard('plain', 'adagrad 0.2', 0, adaGradMember(width, { learningRate: 0.2, fitIntercept: true })),
    heard('plain', 'adagrad 0.5', 0, adaGradMember(width, { learningRate: 0.5, fitIntercept: true })),
    heard('plain', 'bayes', 0, bayesMember(width, { priorVariance: 1, forgetting: 1e-3 })),
    heard('corrected', 'naive-bayes', 0, naiveBayesMember(width, { varSmoothing: 1e-3 })),
  ];
  if (width <= COVARIANCE_WIDTH_MAX) {
    const belief = { priorVariance: 1, forgetting: 1e-4, labelNoise: 0, moderated: true };
    const wary = { priorVariance: 10, forgetting: 1e-3, labelNoise: 0.1, moderated: true };
    seats.push(heard('both', 'kalman', 0, logisticKalmanMember(workspace, width, belief)));
    seats.push(heard('plain', 'kalman, 10 % noise', 0, logisticKalmanMember(workspace, width, wary)));
    seats.push(heard('plain', 'mlp', 0, mlpMember(width)));
  }
  if (width <= PAIRWISE_WIDTH_MAX) seatOnPairs(workspace, width, seats, views);
  if (width <= FOURIER_WIDTH_MAX) seatOnWaves(workspace, width, seats, views);
  const vectors: Float64Array[] = [];
  return {
    seats,
    vectors,
    look(row) {
      for (let i = 0; i < views.length; i++) vectors[i] = views[i](row);
    },
  };
}

function seatOnPairs(workspace: Workspace, width: number, seats: Seat[], views: View[]): void {
  const pairs: FeatureMap = pairwiseFeatures(width);
  const at = views.push(pairs.map) - 1;
  seats.push(heard('plain', 'pairs, bayes', at, bayesMember(pairs.width, { priorVariance: 1, forgetting: 1e-4 })));
  const wary = { priorVariance: 3, forgetting: 1e-4, labelNoise: 0.02, moderated: true };
  seats.push(
    pairs.width < PAIR_COVARIANCE_WIDTH_MAX
      ? heard('corrected', 'pairs, kalman', at, logisticKalmanMember(workspace, pairs.width, wary))
      : heard(
          'corrected',
          'pairs, bayes, forgetful',
          at,
          bayesMember(pairs.width, { priorVariance: 1, forgetting: 1e-3 }),
        ),
  );
}

function seatOnWaves(workspace: Workspace, width: number, seats: Seat[], views: View[]): void {
  const { project, projected } = randomProjection(workspace, width, WAVES, 'committee');
  WAVE_SEATS.forEach(({ gamma, learningRate, how }, k) => {
    const wave = createWaves(workspace, WAVES, gamma / width, 'committee');
    const at = views.push((row) => {
      if (k === 0) project(row); // for all of them
      return wave(projected);
    });
    const member = adaGradMember(WAVES, { learningRate, fitIntercept: true });
    seats.push(heard(how, `waves ${gamma}`, at - 1, member));
  });
  KERNEL_SEATS.forEach(({ gamma, how, ...belief }, k) => {
    const name = `waves ${gamma}, kalman${belief.labelNoise > 0 ? ', wary' : ''}`;
    const at = views.push(fourierFeatures(workspace, width, KERNEL_WAVES, gamma, `kernel ${k}`).map);
    seats.push(heard(how, name, at - 1, logisticKalmanMember(workspace, KERNEL_WAVES, belief)));
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
