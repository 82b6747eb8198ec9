import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../report/limits.ts';
import { quantile, rollingMean, rollingMedian, thin } from '../../report/series.ts';

describe('the rolling mean', () => {
  it('is of the values so far until there are enough of them, then of the last few', () => {
    expect(rollingMean([1, 2, 6, 7, 8], 3)).toEqual([1, 1.5, 3, 5, 7]);
  });

  it('has as many means as there are values', () => {
    expect(rollingMean([], 10)).toEqual([]);
    expect(rollingMean([0.4], 10)).toEqual([0.4]);
    expect(rollingMean(new Array(1000).fill(0.5), 10)).toHaveLength(1000);
  });

  it('forgets a value that is no number as soon as it has left the window', () => {
    expect(rollingMean([Number.NaN, 1, 1, 1], 2)).toEqual([Number.NaN, Number.NaN, 1, 1]);
  });
});

describe('the rolling median', () => {
  it('begins when the window is full, or takes all there is', () => {
    expect(rollingMedian([5, 1, 3, 9, 2], 3)).toEqual([3, 3, 3]);
    expect(rollingMedian([5, 1, 3], 10)).toEqual([3]);
    expect(rollingMedian([], 10)).toEqual([]);
  });
});

describe('thinning', () => {
  it('keeps every item up to the limit', () => {
    expect(thin([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('takes even steps beyond it, and keeps the last item', () => {
    expect(thin([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(thin([1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([2, 5, 8]);
  });
});

describe('the limits of an axis', () => {
  const level = Array.from({ length: 100 }, (_, i) => 0.4 + 0.001 * (i % 50));

  it('hold all of few values', () => {
    expect(limitsOf([0.2, 9, 0.4])).toEqual({ low: 0.2, high: 9 });
  });

  it('are not stretched by an outlier', () => {
    const { high } = limitsOf([...level, 34.5]);

    expect(high).toBeGreaterThan(0.449);
    expect(high).toBeLessThan(0.5);
  });

  it('hold a burst that lasts, however small a share of the stream it is', () => {
    const burst = new Array(10).fill(1.9);

    expect(limitsOf([...level, ...burst, ...level, ...level, ...level, ...level, ...level]).high).toBe(1.9);
  });

  it('have a length even where all values are one', () => {
    const { low, high } = limitsOf(new Array(50).fill(0.5));

    expect(high - low).toBeCloseTo(0.1, 12);
  });

  it('do not depend on values that are no number', () => {
    expect(limitsOf([])).toEqual({ low: 0, high: 1 });
    expect(limitsOf([Number.NaN, Number.POSITIVE_INFINITY])).toEqual({ low: 0, high: 1 });
    expect(limitsOf([...level, Number.NaN])).toEqual(limitsOf(level));
  });

  it('rest on quantiles that are values', () => {
    expect([0, 0.5, 0.98, 1].map((share) => quantile([10, 20, 30], share))).toEqual([10, 20, 20, 30]);
  });
});
