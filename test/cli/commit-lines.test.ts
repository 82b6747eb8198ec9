import { beforeEach, expect, it, vi } from 'vitest';
import { commitLines } from '../../cli/commit-lines.ts';
import { ledgerRowOf, segmentResultOf } from '../builders/ledger-row.ts';

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined);
});

const counted = { taken: 3, duplicates: 0, quarantined: 0 };

it('a commit has a line for each segment: scores, and what the gate said', () => {
  const segments = [
    segmentResultOf({ segment: 7 }),
    segmentResultOf({ segment: 8, sentence: 'held: odd', drift: ['ddm'] }),
  ];
  expect(commitLines(ledgerRowOf({ version: 4, records: counted, segments }))).toEqual([
    '2026-01-01 00:00:00  clicks v4  segment 7: F1 0.727, log loss 0.525, 10 rows: accepted: there is no gate',
    '2026-01-01 00:00:00  clicks v4  segment 8: F1 0.727, log loss 0.525, 10 rows: held: odd; drift by ddm',
  ]);
});

it('records that made no segment have a line, and so have those that were not taken', () => {
  const [waiting] = commitLines(ledgerRowOf({ segments: [], records: counted }));
  expect(waiting).toContain('3 records taken, 0 duplicates, 0 quarantined; 2 rows wait for a segment');
  const lines = commitLines(ledgerRowOf({ records: { taken: 3, duplicates: 0, quarantined: 1 } }));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('3 records taken, 0 duplicates, 1 quarantined');
});

it('what somebody did has a line', () => {
  const records = { taken: 0, duplicates: 0, quarantined: 0 };
  const operation = { kind: 'imported', from: 'sklearn', actor: 'ana', reason: 'a warm start' } as const;
  expect(commitLines(ledgerRowOf({ segments: [], records, operation }))).toEqual([
    '2026-01-01 00:00:00  clicks v1  imported from a file of sklearn by ana: a warm start',
  ]);
});

it('labels that came by themselves have a line: how many were learned, and why others were not', () => {
  const labels = { joined: 1_026, unknown: 1, late: 0, twice: 2 };
  const [, said] = commitLines(ledgerRowOf({ version: 2, records: counted, labels }));
  expect(said).toBe('2026-01-01 00:00:00  clicks v2  1,026 labels joined, 1 unknown, 2 twice');
});
