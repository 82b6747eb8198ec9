import { expect, it } from 'vitest';
import { duration } from '../../cli/arguments.ts';

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
