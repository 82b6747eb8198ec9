import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeAtMs, ROW_ID_RANDOM_BYTES, rowId } from '../../records/row-id.ts';

const anyTime = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const anyRandom = fc.uint8Array({ minLength: ROW_ID_RANDOM_BYTES, maxLength: ROW_ID_RANDOM_BYTES });

describe('the id of a row', () => {
  it('is the UUID of version 7 that RFC 9562 shows', () => {
    // A.6: unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(rowId(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('says when it was made', () => {
    fc.assert(
      fc.property(anyTime, anyRandom, (ms, random) => {
        expect(madeAtMs(rowId(ms, random))).toBe(ms);
      }),
    );
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(anyTime, anyTime, anyRandom, anyRandom, (a, b, x, y) => {
        fc.pre(a !== b);
        expect(rowId(a, x) < rowId(b, y)).toBe(a < b);
      }),
    );
  });

  it('differs in each of 74 random bits', () => {
    const zeros = rowId(0, new Uint8Array(ROW_ID_RANDOM_BYTES));
    const others = Array.from({ length: 80 }, (_, bit) => {
      const random = new Uint8Array(ROW_ID_RANDOM_BYTES);
      random[bit >> 3] = 1 << (bit & 7);
      return rowId(0, random);
    });
    expect(new Set(others.filter((id) => id !== zeros)).size).toBe(74);
  });

  it.each(['', 'order-17', '017f22e2-79b0-4cc3-98c4-dc0c0c07398f', '017f22e279b07cc398c4dc0c0c07398f'])(
    'of a caller says nothing of time: %j',
    (id) => {
      expect(madeAtMs(id)).toBeUndefined();
    },
  );

  it('needs as much chance as it has room for', () => {
    expect(() => rowId(0, new Uint8Array(9))).toThrow('Got 9 random bytes when expected 10.');
  });
});
