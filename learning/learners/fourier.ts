import { seededRandom } from '../random.ts';
import { adaGradMember } from './adagrad.ts';
import { type FeatureMap, mappedLearner } from './feature-map.ts';
import type { Learner } from './learner.ts';
import { above, type OptionTable, resolveOptions, text, wholeNumber } from './options.ts';

export interface FourierOptions {
  /** How many random features. @default 200 */
  readonly components?: number;
  /** Sharpness of the kernel, times the number of features: exp(−gamma/width · |x − y|²). @default 2 */
  readonly gamma?: number;
  /** AdaGrad's. @default 0.3 */
  readonly learningRate?: number;
  /** Names the random directions; another seed gives others. @default 'fourier' */
  readonly seed?: string;
}

const table: OptionTable<FourierOptions> = {
  components: wholeNumber(1, 10_000, 200),
  gamma: above(0, 2),
  learningRate: above(0, 0.3),
  seed: text('fourier'),
};

/**
 * AdaGrad on random Fourier features (Rahimi and Recht 2007, Algorithm 1): logistic regression with a Gaussian kernel, in
 * bounded memory.
 *
 * Use it where the boundary between the classes is curved, and nobody knows how.
 */
export function createFourier(width: number, options: FourierOptions = {}): Learner {
  const { components, gamma, learningRate, seed } = resolveOptions('fourier', options, table);
  const features = fourierFeatures(width, components, gamma, seed);
  return mappedLearner(features, adaGradMember(components, { learningRate, fitIntercept: true }));
}

/** √(2/n) cos(√(2 gamma/width) w·x + b) for random w and b. */
export function fourierFeatures(width: number, components: number, gamma: number, seed: string): FeatureMap {
  const project = randomProjection(width, components, seed);
  const wave = createWaves(components, gamma / width, seed);
  const projected = new Float64Array(components);
  return {
    width: components,
    map(row, out) {
      project(row, projected);
      wave(projected, out);
    },
  };
}

/** Projects rows on standard normal directions; the same seed, width and number give the same ones. */
export function randomProjection(width: number, components: number, seed: string) {
  const random = seededRandom(`directions/${seed}/${width}/${components}`);
  const padded = Math.ceil(components / 4) * 4;
  const directions = new Float64Array(width * padded); // four by four: coordinate 0 of four directions, coordinate 1, …
  for (let i = 0; i < components; i++) {
    for (let j = 0; j < width; j++) directions[(i - (i % 4)) * width + 4 * j + (i % 4)] = random.normal();
  }
  return (row: Float64Array, out: Float64Array): void => {
    let at = 0;
    for (let i = 0; i < components; i += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let j = 0; j < width; j++, at += 4) {
        const x = row[j];
        sum0 += directions[at] * x;
        sum1 += directions[at + 1] * x;
        sum2 += directions[at + 2] * x;
        sum3 += directions[at + 3] * x;
      }
      out[i] = sum0;
      out[i + 1] = sum1; // beyond its end a typed array takes nothing
      out[i + 2] = sum2;
      out[i + 3] = sum3;
    }
  };
}

/**
 * Cosines of projections, which waves of several sharpnesses may share.
 *
 * The cosine is a table of 4,096 with linear interpolation: at most 3 · 10⁻⁷ off ((2π/4096)² / 8).
 *
 * @param gamma of the kernel exp(−gamma |x − y|²)
 */
export function createWaves(components: number, gamma: number, seed: string) {
  const random = seededRandom(`phases/${seed}/${gamma}/${components}`);
  const phases = Float64Array.from({ length: components }, () => random.uniform() * COSINE_STEPS);
  const stretch = (Math.sqrt(2 * gamma) / (2 * Math.PI)) * COSINE_STEPS; // angles in steps of the table
  const height = Math.sqrt(2 / components);
  return (projected: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < components; i++) {
      const steps = stretch * projected[i] + phases[i];
      const whole = Math.floor(steps);
      const step = whole & (COSINE_STEPS - 1);
      const low = COSINE[step];
      out[i] = height * (low + (steps - whole) * (COSINE[step + 1] - low));
    }
  };
}

const COSINE_STEPS = 4_096;
const COSINE = Float64Array.from({ length: COSINE_STEPS + 1 }, (_, i) => Math.cos((2 * Math.PI * i) / COSINE_STEPS));
