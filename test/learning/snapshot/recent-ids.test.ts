import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECENT_IDS, RecentIds } from '../../../learning/snapshot/recent-ids.ts';
import { copyState } from '../../../learning/state.ts';

const filled = (count: number, { asked = false } = {}) => {
  const ids = new RecentIds();
  if (asked) ids.has('id 0'); // from here on it keeps an index
  for (let i = 0; i < count; i++) ids.add(`id ${i}`);
  return ids;
};

const reloaded = (ids: RecentIds) => {
  const read = new RecentIds();
  copyState(ids.state, read.state);
  return read;
};

describe('recent ids', () => {
  it('know nothing at first, not even the empty id', () => {
    expect(new RecentIds().has('')).toBe(false);
  });

  it.each([1, 2, RECENT_IDS - 1, RECENT_IDS, RECENT_IDS + 1, 2 * RECENT_IDS + 3])(
    `are the last ${RECENT_IDS} of %i`,
    (count) => {
      for (const ids of [filled(count), filled(count, { asked: true }), reloaded(filled(count))]) {
        const known = Array.from({ length: count }, (_, i) => ids.has(`id ${i}`));
        const forgotten = Math.max(0, count - RECENT_IDS);
        expect(known.indexOf(true)).toBe(forgotten);
        expect(known.filter(Boolean).length).toBe(count - forgotten);
      }
    },
  );

  it('tell ids apart that are alike', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (id, other) => {
        const ids = new RecentIds();
        ids.add(id);
        expect(ids.has(id)).toBe(true);
        expect(ids.has(other)).toBe(other === id);
      }),
    );
  });

  it.each([10, RECENT_IDS, RECENT_IDS + 7])('of two lists are those of both, the later %i last', (count) => {
    const earlier = new RecentIds();
    for (const id of ['old', 'id 0']) earlier.add(id);
    const joined = RecentIds.joined(earlier, filled(count));
    expect(joined.has('old')).toBe(count < RECENT_IDS);
    expect(joined.has(`id ${count - 1}`)).toBe(true);
    joined.add('one more');
    expect(joined.has('old')).toBe(count < RECENT_IDS);
    expect(joined.has('id 8')).toBe(count <= RECENT_IDS + 7);
  });

  it.each([10, RECENT_IDS, 3 * RECENT_IDS + 7])('of two lists are counted on from the later %i', (count) => {
    const joined = RecentIds.joined(filled(2 * RECENT_IDS), filled(count));
    expect(joined.added).toBeGreaterThanOrEqual(count);
    expect(reloaded(joined).has(`id ${count - 1}`)).toBe(true);
  });

  it.each([10, RECENT_IDS + 7])('have a copy that goes its own way: %i', (count) => {
    for (const ids of [filled(count), filled(count, { asked: true })]) {
      const copy = ids.copy();
      copy.add('only here');
      expect([ids.has('only here'), copy.has('only here')]).toEqual([false, true]);
      ids.add('only here'); // in the same place, and the same one is forgotten for it
      expect(copy.state).toEqual(ids.state);
    }
  });

  it('have a state of one size, however many they were', () => {
    expect(filled(1).state.ring.length).toBe(filled(10_000).state.ring.length);
  });
});
