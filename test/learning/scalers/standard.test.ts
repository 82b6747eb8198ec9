import { expect, it } from 'vitest';
import { createStandardScaler } from '../../../learning/scalers/standard.ts';
import { columnsOf } from '../../builders/rows.ts';

const scaled = (seen: readonly number[], value: number) => {
  const scaler = createStandardScaler(columnsOf(1));
  for (const x of seen) scaler.fitRow(Float64Array.of(x), 0);
  const out = new Float64Array(1);
  scaler.transform(Float64Array.of(value), 0, out);
  return out[0];
};

it('standard divides a feature by 1 that has not varied yet', () => {
  expect(scaled([3], 4)).toBe(1);
  expect(scaled([3, 3, 3], 4)).toBe(1);
});

it('standard clips to eight standard deviations on both sides', () => {
  expect(scaled([-1, 1], 7.5)).toBe(7.5);
  expect(scaled([-1, 1], 9)).toBe(8);
  expect(scaled([-1, 1], -1e30)).toBe(-8);
});

it('standard keeps its precision far from zero', () => {
  expect(scaled([1e9 + 1, 1e9 - 1], 1e9 + 2)).toBe(2);
});
