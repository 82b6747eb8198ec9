import { describe, expect, it } from 'vitest';
import { lossDifference } from '../../../learning/gates/loss-difference.ts';

const rows = { count: 3, width: 0, X: new Float64Array(), y: Uint8Array.of(1, 0, 1) };

describe('the difference of log losses', () => {
  it('is the sum over the rows, with the standard error of pairs', () => {
    const { sum, standardError } = lossDifference(rows, Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(0.8, 0.2, 0.4));
    const pairs = [Math.log(0.8 / 0.5), Math.log(0.8 / 0.5), Math.log(0.4 / 0.5)];
    const total = pairs[0] + pairs[1] + pairs[2];
    expect(sum).toBeCloseTo(total, 12);
    const variance = pairs.reduce((squares, pair) => squares + (pair - total / 3) ** 2, 0);
    expect(standardError).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it('is nothing, without an error, between two that say the same', () => {
    const same = Float64Array.of(0.3, 0.6, 0.9);
    expect(lossDifference(rows, same, same)).toEqual({ sum: 0, standardError: 0 });
  });
});
