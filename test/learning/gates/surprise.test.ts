import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBetterTurnedRound, surpriseOf } from '../../../learning/gates/surprise.ts';
import { logLossSum } from '../../../learning/metrics/losses.ts';
import { seededRandom } from '../../../learning/random.ts';
import { calibrated } from '../../builders/calibrated.ts';

/** Of segments in which nothing is wrong, judged by the model that drew their labels. */
function surprises(rows: number, rarity: number, segments: number): Float64Array {
  const random = seededRandom(`surprise/${rows}/${rarity}`);
  return Float64Array.from({ length: segments }, () => {
    const probabilities = Float64Array.from({ length: rows }, () => random.uniform() ** rarity);
    return surpriseOf(
      Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)),
      probabilities,
    );
  });
}

describe('surprise', () => {
  it.each([
    [20, 2],
    [100, 2],
    [100, 30],
    [1_000, 2],
    [1_000, 30],
  ])('of a calibrated model is a normal deviate, in segments of %i rows, labels u^%i', (rows, rarity) => {
    const values = surprises(rows, rarity, 3_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(rarity === 30 || rows === 20 ? 0.35 : 0.12); // few positives: a mean a little below
    expect(Math.abs(variance - 1)).toBeLessThan(0.2);
  });

  it.each([10, 20, 100, 1_000])(
    'is above r with a probability of at most exp(−r² / 2), in segments of %i rows',
    (rows) => {
      for (const rarity of [1, 4, 30]) {
        const values = surprises(rows, rarity, 2_000);
        for (const r of [1, 2, 3]) {
          const share = values.filter((value) => value > r).length / values.length;
          expect(share).toBeLessThanOrEqual(Math.exp((-r * r) / 2));
        }
        expect(Math.max(...values)).toBeLessThan(4.5);
      }
    },
  );

  it('is far above for labels that are turned around, and 0 of a model that knows nothing', () => {
    const { labels, probabilities } = calibrated(100);
    expect(
      surpriseOf(
        labels.map((label) => 1 - label),
        probabilities,
      ),
    ).toBeGreaterThan(6);
    expect(
      surpriseOf(
        labels,
        probabilities.map(() => 0.5),
      ),
    ).toBe(0);
  });

  it('counts a row that was certain and wrong for √(2 · 36), and does not mind how many were certain and right', () => {
    expect(surpriseOf(Uint8Array.of(1), Float64Array.of(0))).toBeCloseTo(Math.sqrt(72), 1);
    expect(surpriseOf(Uint8Array.of(1, 1, 0), Float64Array.of(0, 1, 0))).toBeCloseTo(Math.sqrt(72), 0);
  });

  it('is what the exact tail of a binomial says: r such that twice its log is near r²', () => {
    const probabilities = new Float64Array(200).fill(0.1);
    const labels = Uint8Array.from({ length: 200 }, (_, i) => (i < 40 ? 1 : 0)); // 40 where 20 are expected
    const relative = 40 * Math.log(0.2 / 0.1) + 160 * Math.log(0.8 / 0.9);
    expect(surpriseOf(labels, probabilities)).toBeCloseTo(Math.sqrt(2 * relative), 2);
  });
});

describe('labels', () => {
  it('fit better turned round where they were turned round, and either way a model that knows nothing', () => {
    const { labels, probabilities } = calibrated(100);
    const turned = labels.map((label) => 1 - label);
    expect(fitBetterTurnedRound(labels, probabilities)).toBe(false);
    expect(fitBetterTurnedRound(turned, probabilities)).toBe(true);
    const half = probabilities.map(() => 0.5);
    expect([labels, turned].map((y) => fitBetterTurnedRound(y, half))).toEqual([false, false]);
  });

  it('fit better turned round when they cost more than a coin is expected to draw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.01, max: 0.99, noNaN: true })), { minLength: 1 }),
        (rows) => {
          const [labels, probabilities] = [
            Uint8Array.from(rows, ([y]) => Number(y)),
            Float64Array.from(rows, ([, p]) => p),
          ];
          const coin = probabilities.reduce((sum, p) => sum - (Math.log(p) + Math.log(1 - p)) / 2, 0);
          const excess = logLossSum(labels, probabilities) - coin;
          fc.pre(Math.abs(excess) > 1e-9);
          expect(fitBetterTurnedRound(labels, probabilities)).toBe(excess > 0);
        },
      ),
    );
  });
});
