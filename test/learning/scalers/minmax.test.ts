import { expect, it } from 'vitest';
import { createMinMaxScaler } from '../../../learning/scalers/minmax.ts';
import { columnsOf, rowsFrom } from '../../builders/rows.ts';

it('minmax brings the first segment to 0…1, and later values outside of it', () => {
  const scaler = createMinMaxScaler(columnsOf(1));
  scaler.fitSegment(rowsFrom([2, 0], [4, 0]));
  const scaled = [2, 3, 4, 6, 0].map((value) => {
    const out = new Float64Array(1);
    scaler.transform(Float64Array.of(value), 0, out);
    return out[0];
  });
  expect(scaled).toEqual([0, 0.5, 1, 2, -1]);
});

it('minmax divides a feature by 1 that is constant in the first segment', () => {
  const scaler = createMinMaxScaler(columnsOf(1));
  scaler.fitSegment(rowsFrom([2, 0], [2, 1]));
  const out = new Float64Array(1);
  scaler.transform(Float64Array.of(5), 0, out);
  expect(out[0]).toBe(3);
});
