import { describe, expect, it } from 'vitest';
import { murmurHash3 } from '../../learning/murmur-hash.ts';

const hash = (text: string, seed: number) => murmurHash3(new TextEncoder().encode(text), seed);

describe('murmurHash3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 1_364_076_727],
    ['foo', 0, 4_138_058_784],
    ['hello, world', 123, 3_933_311_410],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ])('agrees with the reference: %j under %i', (text, seed, expected) => {
    expect(hash(text, seed)).toBe(expected);
  });

  it('differs for every length of the tail, and for every byte in it', () => {
    const inputs = Array.from({ length: 16 }, (_, length) => 'a'.repeat(length));
    const changed = inputs.flatMap((input) => [...input].map((_, i) => `${input.slice(0, i)}b${input.slice(i + 1)}`));
    const hashes = [...inputs, ...changed].map((input) => hash(input, 7));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('reads a part of a larger buffer as it reads a copy of it', () => {
    const bytes = new TextEncoder().encode('xxhello, worldxx');
    expect(murmurHash3(bytes.subarray(2, 14), 123)).toBe(3_933_311_410);
  });
});
