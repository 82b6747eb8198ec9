import {
  add,
  addFloats,
  advance,
  assign,
  constant,
  F64,
  I32,
  load,
  loadFloat,
  loadTwice,
  multiply,
  plus,
  small,
  store,
  storeFloat,
  subtract,
  sumOfEach,
  twice,
  V128,
  wasmFunction,
  whileBefore,
} from './assembler.ts';

/*
 * The symmetric matrices of learners/triangle.ts: blocks of two rows by two columns, 32 bytes each, from left to right
 * and from the top to the diagonal. All parameters but factors are addresses; `bytes` is the length of a vector.
 */

/** product = triangle · vector; each element is read once. */
export const multiplyTriangle = wasmFunction(
  { triangle: I32, vector: I32, product: I32, bytes: I32 },
  {
    ...{ end: I32, row: I32, rowOut: I32, column: I32, columnOut: I32 },
    ...{ upper: V128, lower: V128, x: V128, x0: V128, x1: V128, sum0: V128, sum1: V128 },
  },
  ({ triangle, vector, product, bytes, end, row, rowOut, column, columnOut, upper, lower, x, x0, x1, sum0, sum1 }) => [
    assign(end, plus(vector, bytes)),
    assign(row, vector),
    assign(rowOut, product),
    whileBefore(
      row,
      end,
      assign(x0, loadTwice(row)),
      assign(x1, loadTwice(row, 8)),
      assign(sum0, constant(0)),
      assign(sum1, constant(0)),
      assign(column, vector),
      assign(columnOut, product),
      // left of the diagonal an element counts twice: for its row, and mirrored, for its column
      whileBefore(
        column,
        row,
        assign(x, load(column)),
        assign(upper, load(triangle)),
        assign(lower, load(triangle, 16)),
        assign(sum0, add(sum0, multiply(upper, x))),
        assign(sum1, add(sum1, multiply(lower, x))),
        store(columnOut, add(load(columnOut), add(multiply(upper, x0), multiply(lower, x1)))),
        advance(triangle, 32),
        advance(column, 16),
        advance(columnOut, 16),
      ),
      assign(x, load(row)),
      assign(sum0, add(sum0, multiply(load(triangle), x))),
      assign(sum1, add(sum1, multiply(load(triangle, 16), x))),
      store(rowOut, sumOfEach(sum0, sum1)),
      advance(triangle, 32),
      advance(row, 16),
      advance(rowOut, 16),
    ),
  ],
);

/** triangle = keep · triangle − factor · vector vectorᵀ + added · identity */
export const downdateTriangle = wasmFunction(
  { triangle: I32, vector: I32, bytes: I32, factor: F64, keep: F64, added: F64 },
  {
    ...{ end: I32, row: I32, nextRow: I32, column: I32 },
    ...{ kept: V128, scale: V128, x: V128, scaled0: V128, scaled1: V128 },
  },
  ({ triangle, vector, bytes, factor, keep, added, end, row, nextRow, column, kept, scale, x, scaled0, scaled1 }) => [
    assign(end, plus(vector, bytes)),
    assign(row, vector),
    assign(kept, twice(keep)),
    assign(scale, twice(factor)),
    whileBefore(
      row,
      end,
      assign(scaled0, multiply(scale, loadTwice(row))),
      assign(scaled1, multiply(scale, loadTwice(row, 8))),
      assign(nextRow, plus(row, small(16))),
      assign(column, vector),
      whileBefore(
        column,
        nextRow,
        assign(x, load(column)),
        store(triangle, subtract(multiply(kept, load(triangle)), multiply(scaled0, x))),
        store(triangle, subtract(multiply(kept, load(triangle, 16)), multiply(scaled1, x)), 16),
        advance(triangle, 32),
        advance(column, 16),
      ),
      advance(triangle, -32),
      storeFloat(triangle, addFloats(loadFloat(triangle), added)),
      storeFloat(triangle, addFloats(loadFloat(triangle, 24), added), 24),
      advance(triangle, 32),
      assign(row, nextRow),
    ),
  ],
);
