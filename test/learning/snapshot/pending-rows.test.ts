import { describe, expect, it } from 'vitest';
import { PendingRows } from '../../../learning/snapshot/pending-rows.ts';
import { rowsFrom } from '../../builders/rows.ts';

describe('pending rows', () => {
  const pendingOf = (...parts: Parameters<PendingRows['add']>[0][]) => {
    const pending = new PendingRows(2);
    for (const part of parts) pending.add(part);
    return pending;
  };

  it('are taken out whole, in order, and are none then', () => {
    const pending = pendingOf(rowsFrom([1, 2, 0]), rowsFrom([3, 4, 1], [5, 6, 0]));
    expect(pending.count).toBe(3);
    expect(pending.takeAll()).toEqual(rowsFrom([1, 2, 0], [3, 4, 1], [5, 6, 0]));
    expect(pending.count).toBe(0);
  });

  it.each([0, 1, 3])('are the same after a round trip: %i parts', (parts) => {
    const pending = pendingOf(...Array.from({ length: parts }, (_, i) => rowsFrom([i, -i, i % 2])));
    const read = PendingRows.fromState(pending.toState(), 2);
    expect(read.count).toBe(parts);
    expect(read.toState()).toEqual(pending.toState());
  });
});
