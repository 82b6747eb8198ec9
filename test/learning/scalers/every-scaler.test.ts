import { describe, expect, it } from 'vitest';
import { createScaler, scalerNames } from '../../../learning/scalers/registry.ts';
import { columnsOf, rowsOf } from '../../builders/rows.ts';

const rows = rowsOf(50, { width: 3 });

/** The battery that every scaler passes. */
describe.each(scalerNames)('the scaler %s', (name) => {
  const fitted = () => {
    const scaler = createScaler(name, columnsOf(3));
    scaler.fitSegment(rows);
    for (let i = 0; i < rows.count; i++) scaler.fitRow(rows.X, 3 * i);
    return scaler;
  };

  it.skipIf(name === 'none')('gives zeros before it has seen anything', () => {
    const out = Float64Array.of(7, 7, 7);
    createScaler(name, columnsOf(3)).transform(rows.X, 0, out);
    expect(Array.from(out, Math.abs)).toEqual([0, 0, 0]);
  });

  it('brings what it has seen to a few units around zero', () => {
    const scaler = fitted();
    const out = new Float64Array(3);
    for (let i = 0; i < rows.count; i++) {
      scaler.transform(rows.X, 3 * i, out);
      for (const value of out) expect(Math.abs(value)).toBeLessThan(5);
    }
  });

  it('changes neither itself nor the rows when it transforms', () => {
    const scaler = fitted();
    const before = structuredClone([scaler.state, rows.X]);
    scaler.transform(rows.X, 3, new Float64Array(3));
    expect([scaler.state, rows.X]).toEqual(before);
  });

  it('does not look at labels', () => {
    const one = createScaler(name, columnsOf(3));
    const other = createScaler(name, columnsOf(3));
    one.fitSegment(rows);
    other.fitSegment({ ...rows, y: new Uint8Array(rows.count) });
    expect(one.state).toEqual(other.state);
  });

  it('gives finite values for the largest ones that a record can have', () => {
    const largest = 3.4028234663852886e38;
    const X = Float64Array.of(1e-310, -largest, largest, 0, largest, -largest, largest, largest, -largest);
    const scaler = createScaler(name, columnsOf(3));
    scaler.fitSegment({ count: 2, width: 3, X: X.subarray(0, 6), y: new Uint8Array(2) });
    const out = new Float64Array(3);
    for (let i = 0; i < 3; i++) {
      scaler.fitRow(X, 3 * i);
      for (let j = 0; j < 3; j++) {
        scaler.transform(X, 3 * j, out);
        expect(Array.from(out).every(Number.isFinite)).toBe(true);
      }
    }
  });
});
