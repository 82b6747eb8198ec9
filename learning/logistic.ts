/**
 * The logistic function, 1 / (1 + e^−z).
 *
 * `exp` overflows only beyond 709, where 1 / (1 + ∞) is the right answer, 0; so no guard is needed.
 */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** No logit counts for more: what is certain gives 2⁻⁵² to the other label, as in the log loss. */
const LOGIT_MAX = 36;

/** ln (p / (1 − p)), the inverse of the logistic function; −36 to 36. */
export function logit(p: number): number {
  return Math.max(-LOGIT_MAX, Math.min(LOGIT_MAX, Math.log(p / (1 - p))));
}
