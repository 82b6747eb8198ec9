import { expect, it } from 'vitest';
import { duration, wholeNumber } from '../../cli/arguments.ts';

it.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
  ['0s', 0],
])('a time of %s is %i ms', (text, ms) => {
  expect(duration(text)).toBe(ms);
});

it.each(['', '1', 'h', '1.5h', '-1h', '1 h', '1w', '1h30m', '9999999s'])('%j is no time', (text) => {
  expect(() => duration(text)).toThrow(`Expected a time like 90s, 15m, 1h or 2d, got ${text}.`);
});

it('a whole number that is none is told the bounds, but not the largest number there is', () => {
  expect(wholeNumber(1, 9)('9')).toBe(9);
  expect(() => wholeNumber(1, 9)('10')).toThrow('Expected a whole number from 1 to 9, got 10.');
  expect(() => wholeNumber(1, Number.MAX_SAFE_INTEGER)('0')).toThrow('Expected a whole number of 1 or more, got 0.');
});
