import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lambdas/aws/gunzip.ts';

describe('gunzip', () => {
  const thousand = gzipSync(new Uint8Array(1_000));

  it('expands up to the limit', () => {
    expect(gunzip(thousand, 1_000)).toHaveLength(1_000);
  });

  it('throws a RangeError beyond it', () => {
    expect(() => gunzip(thousand, 999)).toThrow(RangeError);
  });

  it('throws another error when the bytes are not gzip', () => {
    expect(() => gunzip(thousand.subarray(0, 15), 1_000)).toThrow('unexpected end of file');
    expect(() => gunzip(Uint8Array.of(0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9), 1_000)).toThrow('unknown compression');
  });
});
