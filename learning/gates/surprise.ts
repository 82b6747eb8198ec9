import { logLoss } from '../metrics/losses.ts';

/** Of a model that is certain of everything; a mistake then surprises it beyond measure, and nothing else does. */
const VARIANCE_MIN = 1e-12;

/**
 * How much more the labels of a segment cost a model than it expected, in standard deviations: for a calibrated model it
 * has mean 0 and variance 1, whatever the noise, the class balance or the size of the segment.
 *
 *   S = (Σ −ln p(yᵢ) − Σ H(pᵢ)) / √(Σ pᵢ (1 − pᵢ) logit(pᵢ)²),   H the entropy
 *
 * (the log loss as a statistic of calibration: Spiegelhalter 1986, "Probabilistic prediction in patient management",
 * with the log score in place of the quadratic one.) 0 of a model that says one half to everything.
 */
export function surpriseOf(labels: Uint8Array, probabilities: Float64Array): number {
  let excess = 0;
  let variance = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i];
    const [given, other] = [logLoss(1, p), logLoss(0, p)];
    excess += (labels[i] === 1 ? given : other) - (p * given + (1 - p) * other);
    variance += p * (1 - p) * (other - given) ** 2;
  }
  return excess / Math.sqrt(Math.max(variance, VARIANCE_MIN));
}
