import { logit, sigmoid } from '../logistic.ts';

/** Newton's method; it has found the tilt to a hundredth of a deviation long before. */
const STEPS_MAX = 20;
const TOLERANCE = 0.01;
/** There all labels are the less probable ones already. */
const TILT_MAX = 64;

/**
 * How much more the labels of a segment cost a model than it expected, as a normal deviate: for a calibrated model it has
 * about mean 0 and variance 1, and whatever the noise, the class balance or the size of the segment, it is above r with a
 * probability of at most exp(−r² / 2) (Chernoff 1952, "A measure of asymptotic efficiency for tests of a hypothesis").
 *
 * It is the signed root of twice the rate function of the log loss L = Σ −ln p(yᵢ), were labels drawn as the model says
 * (Barndorff-Nielsen and Cox 1989, "Asymptotic Techniques for Use in Statistics", §4.8):
 *
 *   r = ±√(2 (t L − K(t))),   K(t) = Σ ln (pᵢ^(1−t) + (1 − pᵢ)^(1−t)),   t such that K'(t) = L
 *
 * For many rows of middling probabilities it is L less its mean, over its standard deviation. That has a long tail where
 * rows are few, positives rare or the model too sure of itself, and this has not. 0 of a model that says one half to all.
 */
export function surpriseOf(labels: Uint8Array, probabilities: Float64Array): number {
  const logits = probabilities.map(logit);
  let cost = 0; // beyond that of the same rows all labelled 1: a label 0 costs its logit more
  for (let i = 0; i < labels.length; i++) if (labels[i] === 0) cost += logits[i];
  const tilt = tiltOf(logits, cost);
  let rate = tilt * cost;
  for (let i = 0; i < logits.length; i++) rate += softplus(-logits[i]) - softplus((tilt - 1) * logits[i]);
  return Math.sign(tilt) * Math.sqrt(2 * Math.max(0, rate));
}

/**
 * Whether labels would be likelier were each the other one: more was lost than if coins had drawn them (t > 1 above). Honest
 * labels are so only where the model knows nothing, or is wrong.
 */
export function fitBetterTurnedRound(labels: Uint8Array, probabilities: Float64Array): boolean {
  let logOdds = 0;
  for (let i = 0; i < labels.length; i++)
    logOdds += labels[i] === 1 ? logit(probabilities[i]) : -logit(probabilities[i]);
  return logOdds < 0;
}

/** The t at which the cost would be what is expected: labels are drawn with the odds of 1 raised to the power 1 − t. */
function tiltOf(logits: Float64Array, cost: number): number {
  let [low, high, tilt] = [-TILT_MAX, TILT_MAX, 0];
  for (let step = 0; step < STEPS_MAX; step++) {
    let [excess, variance] = [cost, 0];
    for (let i = 0; i < logits.length; i++) {
      const other = sigmoid((tilt - 1) * logits[i]); // the probability of label 0
      excess -= other * logits[i];
      variance += other * (1 - other) * logits[i] * logits[i];
    }
    if (Math.abs(excess) <= TOLERANCE * Math.sqrt(variance)) break;
    if (excess > 0) low = tilt;
    else high = tilt;
    const newton = tilt + excess / variance;
    tilt = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return tilt;
}

/** ln (1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
