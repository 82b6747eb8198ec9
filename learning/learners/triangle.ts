import { dot } from './dot.ts';

/*
 * Symmetric matrices as their lower triangles, row by row: element (i, j), j ≤ i, is at i (i + 1) / 2 + j.
 */

/** Elements of a symmetric matrix of `size` rows. */
export function triangleLength(size: number): number {
  return (size * (size + 1)) / 2;
}

/** `variance` times the identity. */
export function diagonalTriangle(size: number, variance: number): Float64Array {
  const triangle = new Float64Array(triangleLength(size));
  for (let i = 0; i < size; i++) triangle[(i * (i + 3)) / 2] = variance;
  return triangle;
}

/**
 * `product` = `triangle` · `vector`; each element is read once, two rows at a time, so that two sums are under way.
 *
 * @returns `vector`ᵀ · `triangle` · `vector`
 */
export function multiply(triangle: Float64Array, vector: Float64Array, product: Float64Array): number {
  const size = product.length;
  let i = 0;
  let upper = 0;
  for (; i + 1 < size; i += 2) {
    const lower = upper + i + 1;
    const x0 = vector[i];
    const x1 = vector[i + 1];
    let sum0 = 0;
    let sum1 = 0;
    for (let j = 0; j < i; j++) {
      const element0 = triangle[upper + j];
      const element1 = triangle[lower + j];
      sum0 += element0 * vector[j];
      sum1 += element1 * vector[j];
      product[j] += element0 * x0 + element1 * x1;
    }
    const corner = triangle[lower + i];
    product[i] = sum0 + triangle[upper + i] * x0 + corner * x1;
    product[i + 1] = sum1 + corner * x0 + triangle[lower + i + 1] * x1;
    upper = lower + i + 2;
  }
  if (i < size) {
    const x = vector[i];
    let sum = 0;
    for (let j = 0; j < i; j++) {
      const element = triangle[upper + j];
      sum += element * vector[j];
      product[j] += element * x;
    }
    product[i] = sum + triangle[upper + i] * x;
  }
  return dot(product, vector, size);
}

/** `triangle` = `keep` · (`triangle` − `factor` · `vector` `vector`ᵀ) + `added` · identity; two rows at a time. */
export function downdate(
  triangle: Float64Array,
  vector: Float64Array,
  factor: number,
  keep: number,
  added: number,
): void {
  const size = vector.length;
  const kept = keep * factor;
  let i = 0;
  let upper = 0;
  for (; i + 1 < size; i += 2) {
    const lower = upper + i + 1;
    const scaled0 = kept * vector[i];
    const scaled1 = kept * vector[i + 1];
    for (let j = 0; j < i; j++) {
      const x = vector[j];
      triangle[upper + j] = keep * triangle[upper + j] - scaled0 * x;
      triangle[lower + j] = keep * triangle[lower + j] - scaled1 * x;
    }
    triangle[upper + i] = keep * triangle[upper + i] - scaled0 * vector[i] + added;
    triangle[lower + i] = keep * triangle[lower + i] - scaled1 * vector[i];
    triangle[lower + i + 1] = keep * triangle[lower + i + 1] - scaled1 * vector[i + 1] + added;
    upper = lower + i + 2;
  }
  if (i === size) return;
  const scaled = kept * vector[i];
  for (let j = 0; j < i; j++) triangle[upper + j] = keep * triangle[upper + j] - scaled * vector[j];
  triangle[upper + i] = keep * triangle[upper + i] - scaled * vector[i] + added;
}
