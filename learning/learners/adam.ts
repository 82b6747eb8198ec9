import type { Stateful } from '../state.ts';

export interface Adam extends Stateful {
  /** Moves the weights against the gradient. */
  step(gradient: Float64Array): void;
}

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
}

/** Keeps the division finite where a weight has had no gradient yet. */
const EPSILON = 1e-8;

/** Kingma and Ba 2015, Algorithm 1 in the order of section 2's last paragraph, as scikit-learn has it. */
export function createAdam(weights: Float64Array, { learningRate, beta1, beta2 }: AdamOptions): Adam {
  const adamMean = new Float64Array(weights.length);
  const adamSquare = new Float64Array(weights.length);
  const adamSteps = new Float64Array(1);
  return {
    state: { adamMean, adamSquare, adamSteps },
    step(gradient) {
      const t = ++adamSteps[0];
      const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[i];
        adamMean[i] = beta1 * adamMean[i] + (1 - beta1) * g;
        adamSquare[i] = beta2 * adamSquare[i] + (1 - beta2) * g * g;
        weights[i] -= (rate * adamMean[i]) / (Math.sqrt(adamSquare[i]) + EPSILON);
      }
    },
  };
}
