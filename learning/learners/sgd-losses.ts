import { sigmoid } from '../logistic.ts';

/** A loss of the margin z = w·x + b, for a label y of −1 or 1; the formulas are scikit-learn's. */
export interface Loss {
  /** ∂loss/∂z. */
  gradient(z: number, y: number): number;
  /**
   * Probability of label 1. scikit-learn has one for `log_loss` and `modified_huber` only; the others take the
   * logistic function of the margin: right in order and at one half, not calibrated.
   */
  probability(z: number): number;
}

export const losses = {
  /** ln(1 + e^−yz). */
  log_loss: { gradient: (z, y) => -y * sigmoid(-y * z), probability: sigmoid },

  /** max(0, 1 − yz): a linear support vector machine. */
  hinge: { gradient: (z, y) => (y * z <= 1 ? -y : 0), probability: sigmoid },

  /** max(0, 1 − yz)², and −4yz beyond a margin of −1: outliers pull less (Zhang 2004, appendix B for the probability). */
  modified_huber: {
    gradient: (z, y) => (y * z >= 1 ? 0 : y * z >= -1 ? -2 * y * (1 - y * z) : -4 * y),
    probability: (z) => (Math.min(1, Math.max(-1, z)) + 1) / 2,
  },

  /** max(0, 1 − yz)². */
  squared_hinge: { gradient: (z, y) => (y * z < 1 ? -2 * y * (1 - y * z) : 0), probability: sigmoid },

  /** max(0, −yz): moves only when it is wrong. */
  perceptron: { gradient: (z, y) => (y * z <= 0 ? -y : 0), probability: sigmoid },
} satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;

export const lossNames = Object.keys(losses) as readonly LossName[];
