import { murmurHash3 } from './murmur-hash.ts';

/** Text beyond this is a document, not a category; in UTF-16 units. */
export const CATEGORY_LENGTH_MAX = 256;

/** Codes are below this: float32 holds every whole number up to 2²⁴, so that the binary encoding can carry them. */
export const CATEGORY_CODES = 2 ** 24;

/** Codes the values of one categorical feature. */
export interface CategoryCoder {
  /** Of a value that is not there: a value of its own, which differs from empty text. */
  readonly missing: number;
  codeOf(value: string | number | boolean): number;
}

/**
 * The code of a value is the upper 24 bits of MurmurHash3 (seed 0) of `feature=value` in UTF-8; of a missing one, of
 * `feature` alone. Numbers and booleans are coded as JavaScript writes them: 5, 5.0 and "5" are one value.
 *
 * @example categoryCoder('country').codeOf('DE') // 9033319
 */
export function categoryCoder(feature: string): CategoryCoder {
  const encoder = new TextEncoder();
  const prefix = encoder.encode(`${feature}=`);
  const bytes = new Uint8Array(prefix.length + 3 * CATEGORY_LENGTH_MAX); // a UTF-16 unit is three bytes of UTF-8 at most
  const valueBytes = bytes.subarray(prefix.length);
  bytes.set(prefix);
  return {
    missing: murmurHash3(encoder.encode(feature), 0) >>> 8,
    codeOf(value) {
      const { written } = encoder.encodeInto(String(value), valueBytes);
      return murmurHash3(bytes.subarray(0, prefix.length + written), 0) >>> 8;
    },
  };
}
