import { describe, expect, it } from 'vitest';
import { createSurpriseLimit } from '../../../learning/gates/surprise-limit.ts';

describe('the limit of surprise', () => {
  it('is 0.525 √rows before five segments, then 3.5 deviations above the median, at least 3.5', () => {
    const limit = createSurpriseLimit(3.5);
    for (const surprise of [0, 1, -1, 0.5]) limit.learn(surprise);
    expect([20, 100, 1_000].map((rows) => limit.value(rows))).toEqual([3.5, 5.25, 0.525 * Math.sqrt(1_000)]);
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

  it('is 0.35 √rows before five segments for labels that fit better turned round', () => {
    const limit = createSurpriseLimit(3.5);
    for (const young of [true, false]) {
      const limits = [20, 100, 400].map((rows) => limit.value(rows, { turnedRound: true, young }));
      expect(limits).toEqual([3.5, 3.5, 0.35 * 20]);
    }
  });

  it('is 0.525 √rows at most for such labels later, unless the model is young, and at least the deviations', () => {
    const limit = createSurpriseLimit(3.5);
    const [grown, young] = [false, true].map((young) => ({ turnedRound: true, young }));
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 0 : 20);
    expect([10, 100].map((rows) => limit.value(rows, grown))).toEqual([3.5, 0.525 * 10]);
    expect(limit.value(100, young)).toBe(limit.value(100));
    for (let i = 0; i < 50; i++) limit.learn(0);
    expect(limit.value(400, grown)).toBe(3.5);
  });
});
