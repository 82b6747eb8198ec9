import { expect, it } from 'vitest';
import { joinRows } from '../../learning/labelled-rows.ts';
import { rowsFrom } from '../builders/rows.ts';

it('joins rows in order', () => {
  const joined = joinRows([rowsFrom([1, 2, 0]), rowsFrom([3, 4, 1], [5, 6, 0])], 2);
  expect(joined).toEqual(rowsFrom([1, 2, 0], [3, 4, 1], [5, 6, 0]));
});

it('joins nothing to no rows of the width', () => {
  expect(joinRows([], 3)).toEqual({ count: 0, width: 3, X: new Float64Array(0), y: new Uint8Array(0) });
});

it('refuses to join rows of another width', () => {
  expect(() => joinRows([rowsFrom([1, 2, 0]), rowsFrom([1, 0])], 2)).toThrow('Got 1 features when expected 2.');
});
