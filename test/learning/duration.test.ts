import { describe, expect, it } from 'vitest';
import { secondsOf } from '../../learning/duration.ts';

describe('secondsOf', () => {
  it.each([
    ['1 second', 1],
    ['90 seconds', 90],
    ['10 minutes', 600],
    ['1 hour', 3_600],
    ['12 hours', 43_200],
    ['7 days', 604_800],
    ['365 days', 31_536_000],
  ])('reads %s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each([
    '', '10', '10minutes', ' 10 minutes', '10  minutes', '0 minutes', '-1 minutes', '1.5 hours', '01 hours', '1 week', '10 Minutes',
    '10 minutes ', '366 days', '99999999 hours', '1e3 seconds', 10, null, undefined, ['10 minutes'],
  ])('is nothing of %j', (text) => {
    expect(secondsOf(text)).toBeUndefined();
  }); // biome-ignore format: a list to read at a glance
});
