/** Rows that a model is asked about: `X` holds `count` rows of `width` features, row after row. */
export interface FeatureRows {
  readonly count: number;
  readonly width: number;
  readonly X: Float64Array;
}

/**
 * Labelled rows, the one shape in which data reaches the learning code: a segment, or a part of one.
 *
 * `y` holds one label for each row, 0 or 1.
 */
export interface LabelledRows extends FeatureRows {
  readonly y: Uint8Array;
}

/**
 * Joins rows in order into one block.
 *
 * @throws {Error} when the widths differ.
 */
export function joinRows(parts: readonly LabelledRows[], width: number): LabelledRows {
  if (parts.length === 1) return parts[0];
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const X = new Float64Array(count * width);
  const y = new Uint8Array(count);
  let row = 0;
  for (const part of parts) {
    if (part.width !== width) throw new Error(`Got ${part.width} features when expected ${width}.`);
    X.set(part.X, row * width);
    y.set(part.y, row);
    row += part.count;
  }
  return { count, width, X, y };
}
