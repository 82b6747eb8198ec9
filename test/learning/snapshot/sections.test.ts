import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSections, encodeSections, SnapshotError } from '../../../learning/snapshot/sections.ts';

const anyArray = fc.oneof(
  fc.uint8Array(),
  fc.float64Array(),
  fc.float32Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.bigUint64Array(),
);
const anyName = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((name) => name !== '__proto__' && !name.startsWith('\ufeff'));
const anySections = fc.dictionary(anyName, anyArray, { noNullPrototype: true });

const small = {
  'learner/coef': Float64Array.of(1.5, -2),
  shape: new TextEncoder().encode('abc'),
  ring: new BigUint64Array(1),
};

describe('sections', () => {
  it('read as what was written, whatever their names, types and lengths', () => {
    fc.assert(
      fc.property(anySections, (sections) => {
        expect(decodeSections(encodeSections(sections))).toEqual(sections);
      }),
    );
  });

  it('are written to the same bytes again', () => {
    fc.assert(
      fc.property(anySections, (sections) => {
        const bytes = encodeSections(sections);
        expect(encodeSections(decodeSections(bytes))).toEqual(bytes);
      }),
    );
  });

  it('keep every bit of a number: NaN, −0 and the smallest', () => {
    const numbers = Float64Array.of(Number.NaN, -0, Number.MIN_VALUE, Number.NEGATIVE_INFINITY);
    const { x } = decodeSections(encodeSections({ x: numbers }));
    expect(new Uint8Array(x.buffer, x.byteOffset, x.byteLength)).toEqual(new Uint8Array(numbers.buffer));
  });

  it('are read from the middle of a larger buffer, and from a Buffer', () => {
    const bytes = encodeSections(small);
    const large = new Uint8Array(bytes.length + 5);
    large.set(bytes, 3);
    expect(decodeSections(large.subarray(3, 3 + bytes.length))).toEqual(small);
    expect(decodeSections(Buffer.from(large.buffer, 3, bytes.length))).toEqual(small);
  });

  it('are written from parts of larger arrays', () => {
    const part = Float64Array.of(1, 2, 3).subarray(1, 2);
    expect(decodeSections(encodeSections({ part }))).toEqual({ part: Float64Array.of(2) });
  });

  it('are copies: to write into one changes no other and not the bytes', () => {
    const bytes = encodeSections(small);
    const before = bytes.slice();
    (decodeSections(bytes)['learner/coef'] as Float64Array).fill(0);
    expect(bytes).toEqual(before);
    expect(decodeSections(bytes)).toEqual(small);
  });

  it('are refused with any one bit flipped', () => {
    const bytes = encodeSections(small);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] ^= 1 << (bit & 7);
      expect(() => decodeSections(damaged), `bit ${bit}`).toThrow(SnapshotError);
    }
  });

  it('are refused when they end anywhere before their end, or after it', () => {
    const bytes = encodeSections(small);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSections(bytes.subarray(0, length)), `${length} bytes`).toThrow(SnapshotError);
    }
    expect(() => decodeSections(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(SnapshotError);
  });

  it('are refused as any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => decodeSections(bytes)).toThrow(SnapshotError);
      }),
    );
  });

  it.each([
    ['nothing', new Uint8Array(0), 'truncated: 0 bytes'],
    [
      'something else',
      new TextEncoder().encode('{"version": 1, "coef": []}'),
      'not a snapshot: it does not begin with SLUICE',
    ],
    [
      'a damaged one',
      encodeSections(small).fill(7, 24, 25),
      'damaged or truncated: the checksum does not fit the 112 bytes',
    ],
  ])('say what is wrong with %s', (_, bytes, message) => {
    expect(() => decodeSections(bytes)).toThrow(new SnapshotError(message));
  });

  it.each([0, 2, 4_294_967_295])('of format version %i are refused by its name', (version) => {
    const bytes = encodeSections(small);
    new DataView(bytes.buffer).setUint32(8, version, true);
    expect(() => decodeSections(bytes)).toThrow(
      new SnapshotError(`format version ${version}: this code reads version 1`),
    );
  });

  it('stay what they are: stored snapshots are read by later code', () => {
    const stored = 'U0xVSUNFAAABAAAAmGMrqQEAAAAAAAAAAQEAAAgAAAB4AAAAAAAAAAAAAAAAAPg/';
    expect(Buffer.from(encodeSections({ x: Float64Array.of(1.5) })).toString('base64')).toBe(stored);
  });
});
