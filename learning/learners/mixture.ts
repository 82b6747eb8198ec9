import type { Stateful } from '../state.ts';

/** Of the weight, this share is dealt out anew with each row: who was bad for long may come back at once. */
const SHARE = 0.001;

/** Weights over experts that follow the one which is best now. */
export interface Mixture extends Stateful {
  /** The experts' probabilities, weighed. */
  predict(probabilities: Float64Array): number;
  /** Moves weight to the experts that gave what happened the larger probability. */
  learn(probabilities: Float64Array, label: number, weight: number): void;
}

/**
 * Exponential weights on log loss with fixed share (Herbster and Warmuth 1998, section 5): there is no rate to choose,
 * because log loss is mixable at rate 1.
 */
export function createMixture(experts: number): Mixture {
  const weights = new Float64Array(experts).fill(1 / experts);
  return {
    state: { weights },
    predict(probabilities) {
      let p = 0;
      for (let k = 0; k < experts; k++) p += weights[k] * probabilities[k];
      return p;
    },
    learn(probabilities, label, weight) {
      if (weight === 0) return;
      let total = 0;
      for (let k = 0; k < experts; k++) {
        const given = label === 1 ? probabilities[k] : 1 - probabilities[k];
        weights[k] *= weight === 1 ? given : given ** weight;
        total += weights[k];
      }
      for (let k = 0; k < experts; k++) weights[k] = ((1 - SHARE) * weights[k]) / total + SHARE / experts;
    },
  };
}
