import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from '../../../learning/learners/dot.ts';
import { diagonalTriangle, downdate, multiply, triangleLength } from '../../../learning/learners/triangle.ts';

const numbers = (length: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length })
    .map((a) => Float64Array.from(a));
const cases = fc
  .integer({ min: 1, max: 13 })
  .chain((size) => fc.tuple(numbers(size), numbers(size), numbers(triangleLength(size))));

/** Element (i, j) of a symmetric matrix. */
const at = (triangle: Float64Array, i: number, j: number) =>
  triangle[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)];

describe('a triangle', () => {
  it('times a vector is the symmetric matrix times it, for every size', () => {
    fc.assert(
      fc.property(cases, ([vector, , triangle]) => {
        const product = new Float64Array(vector.length).fill(99);
        const form = multiply(triangle, vector, product);
        const expected = vector.map((_, i) => vector.reduce((sum, x, j) => sum + at(triangle, i, j) * x, 0));
        product.forEach((x, i) => {
          expect(Math.abs(x - expected[i])).toBeLessThan(1e-9);
        });
        expect(Math.abs(form - dot(expected, vector, vector.length))).toBeLessThan(1e-8);
      }),
    );
  });

  it('loses a vector times itself, keeps a share and gains on its diagonal', () => {
    fc.assert(
      fc.property(cases, ([, vector, triangle]) => {
        const before = triangle.slice();
        downdate(triangle, vector, 0.3, 0.9, 0.05);
        for (let i = 0; i < vector.length; i++) {
          for (let j = 0; j <= i; j++) {
            const expected = 0.9 * (at(before, i, j) - 0.3 * vector[i] * vector[j]) + (i === j ? 0.05 : 0);
            expect(Math.abs(at(triangle, i, j) - expected)).toBeLessThan(1e-9);
          }
        }
      }),
    );
  });

  it('begins as a multiple of the identity', () => {
    expect(Array.from(diagonalTriangle(3, 2))).toEqual([2, 0, 2, 0, 0, 2]);
  });
});
