import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRows, type LabelledRows } from '../../learning/labelled-rows.ts';
import { PendingRows } from '../../learning/snapshot/pending-rows.ts';
import { gather } from '../../records/gather.ts';
import { rowsOf } from '../builders/rows.ts';

const anyRecords = fc
  .array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 })
  .map((counts) => counts.map((count, i) => rowsOf(count, { seed: `record ${i}` })));
const anySegmentRows = fc.integer({ min: 1, max: 40 });

/** The segments of some records; between calls the pending rows are written and read again. */
function gatherAll(
  records: readonly LabelledRows[],
  segmentRows: number,
  endsOfCalls: ReadonlySet<number> = new Set(),
) {
  let pending = new PendingRows(2);
  const segments: LabelledRows[] = [];
  records.forEach((rows, i) => {
    if (endsOfCalls.has(i)) pending = PendingRows.fromState(structuredClone(pending.toState()), 2);
    const segment = gather(pending, rows, segmentRows);
    if (segment !== undefined) segments.push(segment);
  });
  return { segments, pending: pending.takeAll() };
}

describe('gathering', () => {
  it('makes the same segments, however the records are cut into calls', () => {
    fc.assert(
      fc.property(anyRecords, anySegmentRows, fc.array(fc.nat(30)), (records, segmentRows, ends) => {
        expect(gatherAll(records, segmentRows, new Set(ends))).toEqual(gatherAll(records, segmentRows));
      }),
    );
  });

  it('loses no row and changes no order', () => {
    fc.assert(
      fc.property(anyRecords, anySegmentRows, (records, segmentRows) => {
        const { segments, pending } = gatherAll(records, segmentRows);
        expect(joinRows([...segments, pending], 2)).toEqual(joinRows(records, 2));
      }),
    );
  });

  it('never makes a segment of fewer rows than it should have, cuts no record, and waits for no more than it must', () => {
    fc.assert(
      fc.property(anyRecords, anySegmentRows, (records, segmentRows) => {
        const { segments, pending } = gatherAll(records, segmentRows);
        const endsOfRecords = new Set<number>();
        records.reduce((end, { count }) => endsOfRecords.add(end + count) && end + count, 0);
        let end = 0;
        for (const { count } of segments) {
          expect(count).toBeGreaterThanOrEqual(segmentRows);
          expect(count).toBeLessThan(segmentRows + 30); // the last record of a segment is all that it may have too much
          end += count;
          expect(endsOfRecords).toContain(end);
        }
        expect(pending.count).toBeLessThan(segmentRows);
      }),
    );
  });

  it('takes a record that is large enough as a segment of its own', () => {
    const { segments } = gatherAll([rowsOf(100), rowsOf(109), rowsOf(104)], 100);
    expect(segments.map(({ count }) => count)).toEqual([100, 109, 104]);
  });
});
