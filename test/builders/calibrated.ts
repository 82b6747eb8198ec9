import { seededRandom } from '../../learning/random.ts';

/** Probabilities, and labels that keep to them. */
export function calibrated(count: number, random = seededRandom('calibrated')) {
  const probabilities = Float64Array.from({ length: count }, () => random.uniform() ** 2);
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)) };
}
