import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { type Random, seededRandom } from '../../learning/random.ts';

/** Rows whose label is mostly the sign of their first feature. Features are whole 64ths: the same in every encoding. */
export function rowsOf(count: number, { seed = 'rows', width = 2, flipped = 0.1 } = {}): LabelledRows {
  const random = seededRandom(seed);
  const X = Float64Array.from({ length: count * width }, () => sixtyFourth(random));
  const y = Uint8Array.from({ length: count }, (_, i) => {
    const label = X[i * width] >= 0 ? 1 : 0;
    return random.uniform() < flipped ? 1 - label : label;
  });
  return { count, width, X, y };
}

/** Rows as a person writes them: features, then the label. */
export function rowsFrom(...rows: readonly (readonly number[])[]): LabelledRows {
  const width = rows[0].length - 1;
  return {
    count: rows.length,
    width,
    X: Float64Array.from(rows.flatMap((row) => row.slice(0, width))),
    y: Uint8Array.from(rows.map((row) => row[width])),
  };
}

/** −0 is no value that JSON keeps, so 0 is added. */
function sixtyFourth(random: Random): number {
  return Math.round(random.normal() * 64) / 64 + 0;
}

/** All columns of rows of a width, for a scaler. */
export function columnsOf(width: number): Uint32Array {
  return Uint32Array.from({ length: width }, (_, column) => column);
}
