import type { Workspace } from '../kernels/workspace.ts';
import { dot } from './dot.ts';

/**
 * A symmetric matrix.
 *
 * Only its lower triangle is kept, in blocks of two rows by two columns, from left to right and from the top to the
 * diagonal; the blocks on the diagonal are whole, and behind an odd last row stands one of zeros. So the kernels always
 * have two numbers side by side, and nothing is left over.
 */
export interface Triangle {
  readonly elements: Float64Array;
  /**
   * `product` = matrix · `vector`, both from the triangle's workspace.
   *
   * @returns `vector`ᵀ · matrix · `vector`
   */
  multiply(vector: Float64Array, product: Float64Array): number;
  /** matrix = `keep` · (matrix − `factor` · `vector` `vector`ᵀ) + `added` · identity; the vector from the workspace. */
  downdate(vector: Float64Array, factor: number, keep: number, added: number): void;
}

/** `variance` times the identity, of `size` rows. */
export function createTriangle({ allot, kernels }: Workspace, size: number, variance: number): Triangle {
  const { multiplyTriangle, downdateTriangle } = kernels;
  const pairs = Math.ceil(size / 2);
  const elements = allot(2 * pairs * (pairs + 1));
  for (let i = 0; i < size; i++) elements[elementAt(i, i)] = variance;
  const triangle = elements.byteOffset;
  const bytes = 16 * pairs;
  return {
    elements,
    multiply(vector, product) {
      multiplyTriangle(triangle, vector.byteOffset, product.byteOffset, bytes);
      return dot(product, vector, size);
    },
    downdate(vector, factor, keep, added) {
      downdateTriangle(triangle, vector.byteOffset, bytes, keep * factor, keep, added);
    },
  };
}

/** Where element (i, j), j ≤ i, is among the elements. */
export function elementAt(i: number, j: number): number {
  const [row, column] = [i >> 1, j >> 1];
  return 2 * row * (row + 1) + 4 * column + 2 * (i & 1) + (j & 1);
}
