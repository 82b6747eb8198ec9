import type { Definition } from '../learning/definition.ts';
import { murmurHash3 } from '../learning/murmur-hash.ts';
import { utf8 } from '../learning/utf8.ts';

/**
 * A row of features as it is remembered: float32, little-endian, in the order of the definition. Of a category its code,
 * which float32 holds exactly; NaN where a value is missing.
 *
 * @param X a raw row begins at `offset`
 */
export function packRow(X: Float64Array, offset: number, width: number): Uint8Array {
  const bytes = new Uint8Array(4 * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < width; i++) view.setFloat32(4 * i, X[offset + i], true);
  return bytes;
}

/**
 * The features that were packed.
 *
 * @throws {Error} when they are not `width` of them
 */
export function unpackRow(bytes: Uint8Array, width: number): Float64Array {
  if (bytes.length !== 4 * width) throw new Error(`Got ${bytes.length} bytes when expected ${4 * width}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: width }, (_, i) => {
    const value = view.getFloat32(4 * i, true);
    return Number.isNaN(value) ? Number.NaN : value; // there are many, and the same rows must be the same bytes
  });
}

/** Tells features that were packed under one definition from those of another: 64 bits as 16 digits. */
export function columnsKey({
  features,
  categorical,
  missing,
}: Pick<Definition, 'features' | 'categorical' | 'missing'>) {
  const bytes = utf8(JSON.stringify({ features, categorical, missing }));
  return [0xc01, 0x0b5].map((seed) => murmurHash3(bytes, seed).toString(16).padStart(8, '0')).join('');
}
