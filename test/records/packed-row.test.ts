import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORY_CODES } from '../../learning/categories.ts';
import { columnsKey, packRow, unpackRow } from '../../records/packed-row.ts';
import { definitionOf } from '../builders/definition.ts';

const anyValue = fc.oneof(
  fc.float({ noDefaultInfinity: true }),
  fc.integer({ min: 0, max: CATEGORY_CODES - 1 }),
  fc.constant(Number.NaN),
);

describe('a packed row', () => {
  it('comes back as it was, to float32: numbers, codes of categories, missing values', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 20 }), fc.nat(3), (values, before) => {
        const X = Float64Array.from([...Array(before).fill(7), ...values, 7]);
        const back = unpackRow(packRow(X, before, values.length), values.length);
        expect(Array.from(back)).toEqual(values.map(Math.fround));
      }),
    );
  });

  it('is read from wherever it lies', () => {
    const bytes = Uint8Array.of(9, ...packRow(Float64Array.of(1.5, -2), 0, 2)).subarray(1);
    expect(Array.from(unpackRow(bytes, 2))).toEqual([1.5, -2]);
  });

  it('of another width is refused', () => {
    expect(() => unpackRow(new Uint8Array(8), 3)).toThrow('Got 8 bytes when expected 12.');
  });
});

describe('columnsKey', () => {
  const base = { features: ['age', 'place'], categorical: ['place'], missing: ['age'] };
  const key = (varied: object) => columnsKey(definitionOf({ ...base, ...varied }));

  it('changes with what the numbers of a row mean', () => {
    const keys = [{}, { features: ['place', 'age'] }, { missing: [] }, { categorical: [] }].map(key);
    expect(new Set(keys).size).toBe(4);
    expect(keys[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('stays with what may change under a running model', () => {
    expect(key({ hashBits: 5, threshold: 0.3, learner: { name: 'ftrl' }, label: 'bought' })).toBe(key({}));
  });
});
