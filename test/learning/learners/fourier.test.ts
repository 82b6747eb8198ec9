import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';
import { createFourier, fourierFeatures } from '../../../learning/learners/fourier.ts';
import { pairwiseFeatures } from '../../../learning/learners/pairwise.ts';

describe('random Fourier features', () => {
  it('have the Gaussian kernel as their scalar product', () => {
    const features = fourierFeatures(createWorkspace(150_000), 3, 20_000, 2, 'kernel');
    const [x, y] = [Float64Array.of(0.3, -0.2, 1), Float64Array.of(-0.1, 0.4, 0.5)];
    const [a, b] = [features.map(x).slice(), features.map(y)];
    const distance = x.reduce((sum, value, j) => sum + (value - y[j]) ** 2, 0);
    expect(a.reduce((sum, value, i) => sum + value * b[i], 0)).toBeCloseTo(Math.exp((-2 / 3) * distance), 1);
  });

  it('are the same for the same seed, and others for another', () => {
    const map = (seed: string) => fourierFeatures(createWorkspace(100), 2, 8, 1, seed).map(Float64Array.of(1, 2));
    expect(map('a')).toEqual(map('a'));
    expect(map('a')).not.toEqual(map('b'));
  });

  it('fit into the workspace of their learner, however many', () => {
    for (const width of [0, 1, 10, 333]) {
      for (const components of [1, 2, 3, 4, 1_001]) {
        createFourier(width, { components }).predictProba(new Float64Array(width));
      }
    }
  });

  it('let a learner find a ring, which no line divides', () => {
    const learner = createFourier(2);
    const ring = (i: number) => {
      const radius = i % 2 === 0 ? 0.5 : 1.5;
      return Float64Array.of(radius * Math.cos(i), radius * Math.sin(i));
    };
    for (let i = 0; i < 2_000; i++) learner.partialFit(ring(i), i % 2, 1);
    const right = Array.from(
      { length: 200 },
      (_, i) => learner.predictProba(ring(i + 0.5 * 2)) >= 0.5 === ((i + 1) % 2 === 1),
    );
    expect(right.filter(Boolean).length).toBeGreaterThan(195);
  });
});

describe('pairwise features', () => {
  it('are the features, then each product once, clipped', () => {
    const features = pairwiseFeatures(3).map(Float64Array.of(1, -2, 6));
    expect(Array.from(features)).toEqual([1, -2, 6, 1, -2, 6, 4, -8, 8]);
  });
});
