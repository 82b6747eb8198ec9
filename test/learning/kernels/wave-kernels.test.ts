import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';
import { seededRandom } from '../../../learning/random.ts';

describe('projectRow', () => {
  it.each([0, 1, 2, 3, 10])(
    'multiplies directions by a row of %i, to the last bit as TypeScript computes it',
    (width) => {
      const random = seededRandom(`project ${width}`);
      const { allot, kernels } = createWorkspace(500);
      const [directions, row, projected] = [allot(12 * width), allot(width), allot(12).fill(99)];
      for (let i = 0; i < directions.length; i++) directions[i] = random.normal();
      for (let j = 0; j < width; j++) row[j] = random.normal();

      kernels.projectRow(directions.byteOffset, row.byteOffset, 8 * width, projected.byteOffset, 8 * 12);

      for (let i = 0; i < 12; i++) {
        let expected = 0;
        for (let j = 0; j < width; j++) expected += directions[(i - (i % 4)) * width + 4 * j + (i % 4)] * row[j];
        expect(projected[i]).toBe(expected);
      }
    },
  );
});

describe('wave', () => {
  const waveOf = (angles: readonly number[], { phase = 0, stretch = 1, height = 1 }) => {
    const { allot, kernels } = createWorkspace(3 * angles.length + 3);
    const [projected, phases, waves] = [1, 2, 3].map(() => allot(angles.length));
    projected.set(angles);
    phases.fill(phase);
    kernels.wave(projected.byteOffset, phases.byteOffset, waves.byteOffset, 8 * angles.length, stretch, height);
    return waves;
  };

  it('is the cosine of turns, at most 6e-8 off', () => {
    const turns = Array.from({ length: 10_001 }, (_, i) => (i - 5_000) / 777);
    const worst = waveOf(turns, {}).reduce((most, x, i) => {
      return Math.max(most, Math.abs(x - Math.cos(2 * Math.PI * turns[i])));
    }, 0);
    expect(worst).toBeLessThan(6e-8);
  });

  it('stretches what was projected, adds the phase, and is as high as it is told', () => {
    expect(waveOf([0.3], { phase: 0.2, stretch: 2, height: 5 })[0]).toBeCloseTo(5 * Math.cos(2 * Math.PI * 0.8), 6);
  });

  it('is no higher than its height, however far out the row is', () => {
    for (const x of waveOf([1e15, -1e100, 1e300], { stretch: 3 })) expect(Math.abs(x)).toBeLessThanOrEqual(1);
  });
});
