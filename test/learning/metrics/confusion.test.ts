import { expect, it } from 'vitest';
import { accuracyOf, confusionOf, f1Of, precisionOf, recallOf } from '../../../learning/metrics/confusion.ts';

const labels = Uint8Array.of(1, 1, 1, 0, 0, 1);
const probabilities = Float64Array.of(0.9, 0.5, 0.4, 0.6, 0.1, 0.2);

it('a probability at the threshold counts as positive', () => {
  expect(confusionOf(labels, probabilities, 0.5)).toEqual({
    truePositives: 2,
    falsePositives: 1,
    falseNegatives: 2,
    trueNegatives: 1,
  });
});

it('only the rows that are named are counted', () => {
  expect(confusionOf(labels, probabilities, 0.5, Uint32Array.of(0, 3))).toEqual({
    truePositives: 1,
    falsePositives: 1,
    falseNegatives: 0,
    trueNegatives: 0,
  });
});

it('every score of nothing is 0', () => {
  const nothing = confusionOf(new Uint8Array(0), new Float64Array(0), 0.5);
  expect([f1Of, precisionOf, recallOf, accuracyOf].map((score) => score(nothing))).toEqual([0, 0, 0, 0]);
});
