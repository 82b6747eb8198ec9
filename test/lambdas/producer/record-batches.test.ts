import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEntry } from '../../../lambdas/ports.ts';
import { recordBatches } from '../../../lambdas/producer/record-batches.ts';

const sizeOf = ({ data, partitionKey }: StreamEntry) => data.length + Buffer.byteLength(partitionKey);
const sum = (entries: readonly StreamEntry[]) => entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0);
const memory = new Uint8Array(1_000_000);
const entryOf = (bytes: number): StreamEntry => ({ partitionKey: 'clé', data: memory.subarray(0, bytes) });

describe('recordBatches', () => {
  it('keeps every entry, in order, within 500 records and 5 MB a batch, and no batch could take one more', () => {
    const sizes = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 400, maxLength: 1_600 }),
      fc.array(fc.integer({ min: 9_900, max: 10_100 }), { minLength: 450, maxLength: 1_050 }),
    );
    fc.assert(
      fc.property(sizes, (lengths) => {
        const entries = lengths.map(entryOf);
        const batches = [...recordBatches(entries)];
        const joined = batches.flat();
        expect(joined.length).toBe(entries.length);
        expect(joined.every((entry, i) => entry === entries[i])).toBe(true);
        batches.forEach((batch, i) => {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(500);
          expect(sum(batch)).toBeLessThanOrEqual(5_000_000);
          const next = batches[i + 1]?.[0];
          expect(next === undefined || batch.length === 500 || sum(batch) + sizeOf(next) > 5_000_000).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('makes no batch of nothing', () => {
    expect([...recordBatches([])]).toEqual([]);
  });

  it('gives an entry over the limit a batch of its own', () => {
    const huge = { partitionKey: 'k', data: new Uint8Array(5_000_001) };
    expect([...recordBatches([entryOf(1), huge, entryOf(2)])].map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  it('asks for entries only as it needs them', () => {
    let made = 0;
    function* endless(): Generator<StreamEntry> {
      for (;;) {
        made += 1;
        yield entryOf(1);
      }
    }
    recordBatches(endless()).next();
    expect(made).toBe(501);
  });
});
