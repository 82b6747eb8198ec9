import { expect, it } from 'vitest';
import { decisionLines } from '../../cli/decision-lines.ts';
import { segmentResultOf } from '../builders/ledger-row.ts';

const held = (segment: number) =>
  segmentResultOf({ segment, verdict: 'held', sentence: 'held: surprise 9.1, expected under 4.3; challenger began' });

it('tells nothing of a quiet stream', () => {
  expect(decisionLines([segmentResultOf(), segmentResultOf({ segment: 2 })])).toEqual([]);
});

it('tells each decision in its own sentence', () => {
  expect(decisionLines([segmentResultOf(), held(2)])).toEqual([
    'segment 2 held: surprise 9.1, expected under 4.3; challenger began',
  ]);
});

it('tells the last eight, and counts what was before them', () => {
  const lines = decisionLines(Array.from({ length: 30 }, (_, i) => held(i + 1)));
  expect(lines).toHaveLength(9);
  expect(lines[0]).toBe('22 decisions before these');
  expect(decisionLines(Array.from({ length: 9 }, (_, i) => held(i + 1)))[0]).toBe('1 decision before these');
  expect(lines[8]).toMatch(/^segment 30 held/);
});
