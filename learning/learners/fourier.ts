import { createWorkspace, type Workspace } from '../kernels/workspace.ts';
import { above, type OptionTable, resolveOptions, text, wholeNumber } from '../options.ts';
import { seededRandom } from '../random.ts';
import { adaGradMember } from './adagrad.ts';
import { type FeatureMap, mappedLearner } from './feature-map.ts';
import type { Learner } from './learner.ts';

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
  const workspace = createWorkspace((width + 3) * paddedToFour(components) + width + 1);
  const features = fourierFeatures(workspace, width, components, gamma, seed);
  return mappedLearner(features, adaGradMember(components, { learningRate, fitIntercept: true }));
}

/** √(2/n) cos(√(2 gamma/width) w·x + b) for random w and b. */
export function fourierFeatures(
  workspace: Workspace,
  width: number,
  components: number,
  gamma: number,
  seed: string,
): FeatureMap {
  const { project, projected } = randomProjection(workspace, width, components, seed);
  const wave = createWaves(workspace, components, gamma / width, seed);
  return {
    width: components,
    map(row) {
      project(row);
      return wave(projected);
    },
  };
}

/** Projects rows on standard normal directions; the same seed, width and number give the same ones. */
export function randomProjection({ allot, kernels }: Workspace, width: number, components: number, seed: string) {
  const { projectRow } = kernels;
  const random = seededRandom(`directions/${seed}/${width}/${components}`);
  const padded = paddedToFour(components);
  const directions = allot(width * padded); // four by four, as the kernel wants them
  for (let i = 0; i < components; i++) {
    for (let j = 0; j < width; j++) directions[(i - (i % 4)) * width + 4 * j + (i % 4)] = random.normal();
  }
  const input = allot(width);
  const projected = allot(padded);
  return {
    projected,
    project(row: Float64Array): void {
      input.set(row);
      projectRow(directions.byteOffset, input.byteOffset, 8 * width, projected.byteOffset, 8 * padded);
    },
  };
}

/**
 * Cosines of projections, which waves of several sharpnesses may share.
 *
 * @param gamma of the kernel exp(−gamma |x − y|²)
 */
export function createWaves({ allot, kernels }: Workspace, components: number, gamma: number, seed: string) {
  const { wave } = kernels;
  const random = seededRandom(`phases/${seed}/${gamma}/${components}`);
  const phases = allot(components);
  for (let i = 0; i < components; i++) phases[i] = random.uniform(); // turns
  const waves = allot(components);
  const stretch = Math.sqrt(2 * gamma) / (2 * Math.PI);
  const height = Math.sqrt(2 / components);
  return (projected: Float64Array): Float64Array => {
    wave(projected.byteOffset, phases.byteOffset, waves.byteOffset, 8 * components, stretch, height);
    return waves;
  };
}

function paddedToFour(components: number): number {
  return 4 * Math.ceil(components / 4);
}
