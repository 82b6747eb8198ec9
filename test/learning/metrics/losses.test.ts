import { expect, it } from 'vitest';
import { logLoss, logLossSum } from '../../../learning/metrics/losses.ts';

it('log loss is −ln of the probability of what happened', () => {
  expect(logLoss(1, 0.25)).toBe(Math.log(4));
  expect(logLoss(0, 0.25)).toBeCloseTo(Math.log(4 / 3), 15);
});

it('a certain mistake costs 36 nats, not infinity', () => {
  expect(logLoss(1, 0)).toBeCloseTo(36.04, 2);
  expect(logLoss(0, 1)).toBeCloseTo(36.04, 2);
});

it('the sum of no rows is 0', () => {
  expect(logLossSum(new Uint8Array(0), new Float64Array(0))).toBe(0);
});
