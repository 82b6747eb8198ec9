import {
  absolute,
  add,
  advance,
  assign,
  type Code,
  constant,
  F64,
  I32,
  load,
  loadTwice,
  multiply,
  nearest,
  plus,
  store,
  subtract,
  twice,
  V128,
  wasmFunction,
  whileBefore,
} from './assembler.ts';

/*
 * What random Fourier features are made of. All parameters but stretch and height are addresses, or lengths in bytes.
 */

/** projected = directions · row; the directions four by four: coordinate 0 of four of them, coordinate 1, … */
export const projectRow = wasmFunction(
  { directions: I32, row: I32, rowBytes: I32, projected: I32, projectedBytes: I32 },
  { rowEnd: I32, end: I32, at: I32, x: V128, sum0: V128, sum1: V128 },
  ({ directions, row, rowBytes, projected, projectedBytes, rowEnd, end, at, x, sum0, sum1 }) => [
    assign(rowEnd, plus(row, rowBytes)),
    assign(end, plus(projected, projectedBytes)),
    whileBefore(
      projected,
      end,
      assign(sum0, constant(0)),
      assign(sum1, constant(0)),
      assign(at, row),
      whileBefore(
        at,
        rowEnd,
        assign(x, loadTwice(at)),
        assign(sum0, add(sum0, multiply(load(directions), x))),
        assign(sum1, add(sum1, multiply(load(directions, 16), x))),
        advance(directions, 32),
        advance(at, 8),
      ),
      store(projected, sum0),
      store(projected, sum1, 16),
      advance(projected, 32),
    ),
  ],
);

/** Taylor's series for sin(2πt) / t in t². The seventh term would be (π/2)¹³ / 13! < 6e-8 where |t| is ¼. */
const SINE = [2 * Math.PI];
for (let k = 1; k < 6; k++) SINE.push((-SINE[k - 1] * (2 * Math.PI) * (2 * Math.PI)) / (2 * k * (2 * k + 1)));

/** waves = height · cos(2π (stretch · projected + phases)), at most 6e-8 · height off. */
export const wave = wasmFunction(
  { projected: I32, phases: I32, waves: I32, bytes: I32, stretch: F64, height: F64 },
  { end: I32, turns: V128, square: V128, c0: V128, c1: V128, c2: V128, c3: V128, c4: V128, c5: V128 },
  ({ projected, phases, waves, bytes, stretch, height, end, turns, square, c0, c1, c2, c3, c4, c5 }) => [
    assign(end, plus(waves, bytes)),
    // in locals: constants inside of the loop made it half as slow again
    ...[c0, c1, c2, c3, c4, c5].map((local, k) => assign(local, constant(SINE[k]))),
    whileBefore(
      waves,
      end,
      assign(turns, add(multiply(twice(stretch), load(projected)), load(phases))),
      // cos 2πt = sin 2π(¼ − |t − nearest(t)|): of a sine, no more than a quarter turn either way
      assign(turns, subtract(constant(0.25), absolute(subtract(turns, nearest(turns))))),
      assign(square, multiply(turns, turns)),
      store(waves, multiply(twice(height), multiply(turns, polynomial(square, [c0, c1, c2, c3, c4, c5])))),
      advance(projected, 16),
      advance(phases, 16),
      advance(waves, 16),
    ),
  ],
);

function polynomial(x: Code, coefficients: readonly Code[]): Code {
  return coefficients.reduceRight((higher, coefficient) => add(multiply(higher, x), coefficient));
}
