/**
 * The logistic function, 1 / (1 + e^−z).
 *
 * `exp` overflows only beyond 709, where 1 / (1 + ∞) is the right answer, 0; so no guard is needed.
 */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
