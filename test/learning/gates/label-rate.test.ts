import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelRateEvidence } from '../../../learning/gates/label-rate.ts';

const labelsOf = (positives: number, rows = 100) =>
  Uint8Array.from({ length: rows }, (_, i) => (i < positives ? 1 : 0));

describe('what the label rate says for a change, against harm', () => {
  it('is ln 6 where a rare class is as rare as ever, whichever of the two it is', () => {
    expect(labelRateEvidence(labelsOf(2), 0.02)).toBeCloseTo(Math.log(6), 12);
    expect(labelRateEvidence(labelsOf(0), 0.02)).toBeCloseTo(Math.log(6), 12);
    expect(labelRateEvidence(labelsOf(98), 0.98)).toBeCloseTo(Math.log(6), 12);
  });

  it('is nothing where labels were flipped, or came by a coin', () => {
    expect(labelRateEvidence(labelsOf(98), 0.02)).toBe(0);
    expect(labelRateEvidence(labelsOf(50), 0.02)).toBe(0);
  });

  it('is nothing where classes are balanced, and little where they nearly are', () => {
    for (const positives of [0, 30, 50, 70, 100]) expect(labelRateEvidence(labelsOf(positives), 0.5)).toBe(0);
    // 45 of 100 are P(45 | 1/2) / P(45 | 0.45) = 0.606 as likely of a coin
    expect(labelRateEvidence(labelsOf(45), 0.45)).toBeCloseTo(-Math.log(1 / 6 + (5 / 6) * 0.6061), 3);
  });

  it('knows a rate by the more, the more rows there are', () => {
    const evidence = [10, 20, 50].map((rows) => labelRateEvidence(labelsOf(rows / 5, rows), 0.2));
    expect(evidence).toEqual(evidence.toSorted((a, b) => a - b));
    expect(new Set(evidence).size).toBe(3);
  });

  it('is from 0 to ln 6 whatever comes, and the same with the classes exchanged', () => {
    const segment = fc.tuple(
      fc.nat(1_000),
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
    );
    fc.assert(
      fc.property(segment, ([positives, rows, usual]) => {
        const labels = labelsOf(positives, rows);
        const evidence = labelRateEvidence(labels, usual);
        expect(evidence).toBeGreaterThanOrEqual(0);
        expect(evidence).toBeLessThanOrEqual(Math.log(6) + 1e-12);
        expect(
          labelRateEvidence(
            labels.map((label) => 1 - label),
            1 - usual,
          ),
        ).toBeCloseTo(evidence, 6);
      }),
    );
  });
});
