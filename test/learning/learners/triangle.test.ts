import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';
import { createTriangle, elementAt } from '../../../learning/learners/triangle.ts';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const cases = fc.integer({ min: 1, max: 13 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    values: fc.array(number, { minLength: size, maxLength: size }),
    elements: fc.array(number, { minLength: size * size, maxLength: size * size }),
  }),
);

/** A symmetric matrix, plain and as a triangle, and a vector, plain and in the workspace of the triangle. */
function prepare({ size, values, elements }: { size: number; values: number[]; elements: number[] }) {
  const workspace = createWorkspace(1_000);
  const triangle = createTriangle(workspace, size, 0);
  const vector = workspace.allot(size);
  vector.set(values);
  const matrix = values.map((_, i) => values.map((_, j) => elements[Math.max(i, j) * size + Math.min(i, j)]));
  const rowsInBlocks = size + (size % 2);
  for (let i = 0; i < rowsInBlocks; i++) {
    for (let j = 0; j <= (i | 1); j++) triangle.elements[elementAt(i, j)] = matrix[i]?.[j] ?? 0; // diagonal blocks whole
  }
  return { triangle, vector, matrix, product: workspace.allot(size) };
}

const sumOf = (terms: readonly number[]) => terms.reduce((sum, term) => sum + term, 0);

describe('a triangle', () => {
  it('times a vector is the symmetric matrix times it, for every size', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { triangle, vector, matrix, product } = prepare(given);
        product.fill(99);
        const form = triangle.multiply(vector, product);
        const expected = matrix.map((row) => sumOf(row.map((element, j) => element * vector[j])));
        product.forEach((x, i) => {
          expect(Math.abs(x - expected[i])).toBeLessThan(1e-12);
        });
        expect(Math.abs(form - sumOf(expected.map((x, i) => x * vector[i])))).toBeLessThan(1e-11);
      }),
    );
  });

  it('loses a vector times itself, keeps a share and gains on its diagonal: to the last bit as TypeScript computes it', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { triangle, vector, matrix } = prepare(given);
        triangle.downdate(vector, 0.3, 0.9, 0.05);
        matrix.forEach((row, i) => {
          for (let j = 0; j <= i; j++) {
            const expected = 0.9 * row[j] - 0.9 * 0.3 * vector[i] * vector[j];
            expect(triangle.elements[elementAt(i, j)]).toBe(i === j ? expected + 0.05 : expected);
          }
        });
      }),
    );
  });

  it('begins as a multiple of the identity, its diagonal blocks whole, an odd last row beside one of zeros', () => {
    const { elements } = createTriangle(createWorkspace(100), 3, 2);
    expect(Array.from(elements)).toEqual([2, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('of odd size stays the same as one with a feature more that is always 0', () => {
    const [odd, even] = [prepared(3), prepared(4)];
    for (let row = 0; row < 50; row++) {
      for (const { triangle, vector, gain } of [odd, even]) {
        for (let i = 0; i < 3; i++) vector[i] = Math.sin(1 + row * 3 + i);
        const variance = triangle.multiply(vector, gain);
        triangle.downdate(gain, 0.2 / (1 + 0.2 * variance), 0.999, 0.001);
      }
    }
    expect(odd.gain).toEqual(even.gain.subarray(0, 3));
  });
});

function prepared(size: number) {
  const workspace = createWorkspace(100);
  return {
    triangle: createTriangle(workspace, size, 1),
    vector: workspace.allot(size),
    gain: workspace.allot(size),
  };
}
