/**
 * A picture draws at most this many points of a curve as paths, one for each pixel of its width; a longer ledger is
 * thinned evenly. A canvas draws them all.
 */
export const POINTS_MAX = 1_000;

/** The mean of each value with those before it, `width` together at most: as many means as values. */
export function rollingMean(values: readonly number[], width: number): number[] {
  return values.map((_, i) => mean(values.slice(Math.max(0, i + 1 - width), i + 1)));
}

/** The median of every `width` values in a row; of all of them where there are fewer. */
export function rollingMedian(values: readonly number[], width: number): number[] {
  if (values.length <= width) return values.length === 0 ? [] : [quantile(sorted(values), 0.5)];
  const window = new Float64Array(width);
  return values.slice(width - 1).map((_, i) => {
    for (let j = 0; j < width; j++) window[j] = values[i + j];
    return window.sort()[Math.floor(0.5 * (width - 1))];
  });
}

/** All items, or every second, third, … of them, the last included, so that at most `max` remain. */
export function thin<T>(items: readonly T[], max = POINTS_MAX): readonly T[] {
  const step = Math.ceil(items.length / max);
  return step <= 1 ? items : items.filter((_, i) => (items.length - 1 - i) % step === 0);
}

/** Ascending. By way of numbers alone, which takes a fifth of the time that comparing them in a function takes. */
export function sorted(values: readonly number[]): readonly number[] {
  return Array.from(Float64Array.from(values).sort());
}

/** The value that `share` of the sorted values do not exceed; no interpolation. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.floor(share * (ascending.length - 1))];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
