import { expect, it } from 'vitest';
import { createMinMaxScaler } from '../../../learning/scalers/minmax.ts';
import { createStandardScaler } from '../../../learning/scalers/standard.ts';
import { columnsOf } from '../../builders/rows.ts';
import golden from '../../golden/scalers.json' with { type: 'json' };

const WIDTH = 4;
const X = Float64Array.from(golden.rows.flat());
const firstRows = (count: number) => ({
  count,
  width: WIDTH,
  X: X.subarray(0, count * WIDTH),
  y: new Uint8Array(count),
});

function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, i) => {
    expect(Math.abs(got[i] - value), `${got[i]} for ${value}`).toBeLessThan(1e-9);
  });
}

it('minmax, frozen on the first 40 rows, agrees with scikit-learn to 1e-9', () => {
  const { min, max, transformed_rows_40_to_60: transformed } = golden.minmax_frozen_on_first_40;
  const scaler = createMinMaxScaler(columnsOf(WIDTH));
  scaler.fitSegment(firstRows(40));
  scaler.fitSegment(firstRows(200)); // comes too late to move the scale
  expectClose(scaler.state.min as Float64Array, min);
  expectClose(scaler.state.max as Float64Array, max);
  const out = new Float64Array(WIDTH);
  transformed.forEach((row, i) => {
    scaler.transform(X, (40 + i) * WIDTH, out);
    expectClose(out, row);
  });
});

it('standard agrees with scikit-learn’s partial_fit to 1e-9 after each batch', () => {
  const scaler = createStandardScaler(columnsOf(WIDTH));
  const out = new Float64Array(WIDTH);
  golden.standard_partial_fit.forEach(({ mean, var: variance, n, first_row: firstRow }, batch) => {
    for (let i = batch * golden.batch; i < (batch + 1) * golden.batch; i++) scaler.fitRow(X, i * WIDTH);
    expect(scaler.state.seen[0]).toBe(n);
    expectClose(scaler.state.mean as Float64Array, mean);
    expectClose(
      Array.from(scaler.state.squares as Float64Array, (sum) => sum / n),
      variance,
    );
    scaler.transform(X, 0, out);
    expectClose(out, firstRow);
  });
});
