import { describe, expect, it } from 'vitest';
import { createSurpriseLimit } from '../../../learning/gates/surprise-limit.ts';

describe('the limit of surprise', () => {
  it('is 0.35 √rows before five segments, then 3.5 deviations above the median, at least 3.5', () => {
    const limit = createSurpriseLimit(3.5);
    for (const surprise of [0, 1, -1, 0.5]) limit.learn(surprise);
    expect([20, 100, 1_000].map((rows) => limit.value(rows))).toEqual([3.5, 3.5, 0.35 * Math.sqrt(1_000)]);
    limit.learn(-0.5);
    expect(limit.value(1_000)).toBe(3.5);
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 1 : 4);
    expect(limit.value(300)).toBeCloseTo(2.5 + 3.5 * 1.4826 * 1.5, 9);
  });

  it('does not make room for harm that was accepted: it spreads to 0.525 √rows and no further', () => {
    const limit = createSurpriseLimit(3.5);
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? -10 : 10);
    expect(limit.value(100)).toBe(0.525 * 10);
  });

  it('lets a model that is always too sure spread further, by what surprises it as a rule', () => {
    const limit = createSurpriseLimit(3.5);
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 0 : 20);
    expect(limit.value(100)).toBe(10 + 0.525 * 10 + 10);
  });

  it('is 0.525 √rows at most for labels that fit better turned round, and at least the deviations', () => {
    const limit = createSurpriseLimit(3.5);
    expect(limit.value(400, true)).toBe(0.35 * 20);
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 0 : 20);
    expect([10, 100].map((rows) => limit.value(rows, true))).toEqual([3.5, 0.525 * 10]);
    for (let i = 0; i < 50; i++) limit.learn(0);
    expect(limit.value(400, true)).toBe(3.5);
  });
});
