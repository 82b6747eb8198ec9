import { describe, expect, it } from 'vitest';
import { createFourier, createWaves, fourierFeatures } from '../../../learning/learners/fourier.ts';
import { pairwiseFeatures } from '../../../learning/learners/pairwise.ts';

describe('random Fourier features', () => {
  it('have the Gaussian kernel as their scalar product', () => {
    const features = fourierFeatures(3, 20_000, 2, 'kernel');
    const [a, b] = [new Float64Array(20_000), new Float64Array(20_000)];
    const [x, y] = [Float64Array.of(0.3, -0.2, 1), Float64Array.of(-0.1, 0.4, 0.5)];
    features.map(x, a);
    features.map(y, b);
    const distance = x.reduce((sum, value, j) => sum + (value - y[j]) ** 2, 0);
    expect(a.reduce((sum, value, i) => sum + value * b[i], 0)).toBeCloseTo(Math.exp((-2 / 3) * distance), 1);
  });

  it('take their cosine from a table that is right to 3e-7', () => {
    const wave = createWaves(1, 0.5, 'phase'); // √(2 · 0.5) = 1: the projection is the angle, the phase apart
    const out = new Float64Array(1);
    const value = (angle: number) => {
      wave(Float64Array.of(angle), out);
      return out[0] / Math.SQRT2;
    };
    const phase = Math.atan2(-value(Math.PI / 2), value(0));
    for (let angle = -50; angle < 50; angle += 0.0137) {
      expect(Math.abs(value(angle) - Math.cos(angle + phase))).toBeLessThan(1e-6); // the phase is itself read off the table
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const map = (seed: string) => {
      const out = new Float64Array(8);
      fourierFeatures(2, 8, 1, seed).map(Float64Array.of(1, 2), out);
      return out;
    };
    expect(map('a')).toEqual(map('a'));
    expect(map('a')).not.toEqual(map('b'));
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
    const features = pairwiseFeatures(3);
    const out = new Float64Array(features.width);
    features.map(Float64Array.of(1, -2, 6), out);
    expect(Array.from(out)).toEqual([1, -2, 6, 1, -2, 6, 4, -8, 8]);
  });
});
