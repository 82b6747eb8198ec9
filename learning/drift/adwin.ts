import type { DriftDetector } from './detector.ts';

/** The chance of an alarm where nothing changes, for each look. */
const DELTA = 0.002;
/** Looks for a cut with every 32nd value of the window. */
const CLOCK = 32;
const MAX_BUCKETS = 5;
const MIN_WINDOW = 5;
const GRACE_PERIOD = 10;
/** A row of buckets holds twice the values of the row before it: 40 rows are 5 · 10¹² values. */
const ROWS = 40;
const SLOTS = MAX_BUCKETS + 1;

/**
 * ADWIN (Bifet and Gavaldà 2007, "Learning from Time-Changing Data with Adaptive Windowing"): a window that is as long as
 * its mean stays the same, kept in buckets of 1, 2, 4, … values; drift where two parts of it differ by more than chance.
 * River 0.26.1's `drift.ADWIN` with its defaults, which begins anew after a drift, instead of going on with what is left of the
 * window.
 *
 * @param delta smaller is fewer alarms
 */
export function createAdwin(delta = DELTA): DriftDetector {
  const totals = new Float64Array(ROWS * SLOTS); // bucket k of row r at r · SLOTS + k, the oldest first
  const variances = new Float64Array(ROWS * SLOTS);
  const filled = new Float64Array(ROWS);
  const window = new Float64Array(4); // width, total, variance · width, whether to begin anew

  const reset = (): void => {
    for (const array of [totals, variances, filled, window]) array.fill(0);
  };
  const insert = (row: number, total: number, variance: number): void => {
    totals[row * SLOTS + filled[row]] = total;
    variances[row * SLOTS + filled[row]] = variance;
    filled[row] += 1;
  };
  const remove = (row: number, count: number): void => {
    filled[row] -= count;
    const end = row * SLOTS + filled[row];
    for (let at = row * SLOTS; at < end; at++) {
      totals[at] = totals[at + count];
      variances[at] = variances[at + count];
    }
  };
  const lastRow = (): number => {
    let row = ROWS - 1;
    while (row > 0 && filled[row] === 0) row--;
    return row;
  };

  /** A row that is overfull gives its two oldest buckets to the next, as one. */
  const compress = (): void => {
    for (let row = 0, size = 1; row < ROWS - 1 && filled[row] === SLOTS; row++, size *= 2) {
      const at = row * SLOTS;
      const gap = (totals[at] - totals[at + 1]) / size;
      const variance = variances[at] + variances[at + 1] + (size * gap * gap) / 2;
      insert(row + 1, totals[at] + totals[at + 1], variance);
      remove(row, 2);
    }
  };
  const add = (value: number): void => {
    const before = window[0]++;
    if (before > 0) {
      const gap = value - window[1] / before;
      window[2] += (before * gap * gap) / window[0];
    }
    window[1] += value;
    insert(0, value, 0);
    compress();
  };
  /**
   * Whether some cut, from the oldest bucket on, leaves two parts that differ (Bifet and Gavaldà 2007, section 3.2, with
   * the normal approximation).
   */
  const hasCut = (): boolean => {
    const [width, total] = [window[0], window[1]];
    const confidence = Math.log((2 * Math.log(width)) / delta);
    const spread = (2 * window[2] * confidence) / width;
    let n0 = 0;
    let u0 = 0;
    for (let row = lastRow(), size = 2 ** row; row >= 0; row--, size /= 2) {
      for (let at = row * SLOTS; at < row * SLOTS + filled[row]; at++) {
        n0 += size;
        u0 += totals[at];
        const n1 = width - n0;
        if (n1 < MIN_WINDOW) return false;
        // Most cuts are far from a drift, and are seen to be without a division: the means differ by cross / (n0 · n1),
        // which has to be more than √(spread · width / (n0 · n1)) at least.
        const cross = u0 * width - total * n0;
        if (n0 < MIN_WINDOW || cross * cross < 0.99 * spread * width * n0 * n1) continue;
        const gap = Math.abs(u0 / n0 - (total - u0) / n1);
        const reciprocal = 1 / (n0 - MIN_WINDOW + 1) + 1 / (n1 - MIN_WINDOW + 1);
        if (gap > Math.sqrt(spread * reciprocal) + (2 / 3) * confidence * reciprocal) return true;
      }
    }
    return false;
  };
  return {
    state: { totals, variances, filled, window },
    update(value) {
      if (window[3] === 1) reset();
      add(value);
      const drift = window[0] % CLOCK === 0 && window[0] > GRACE_PERIOD && hasCut();
      window[3] = drift ? 1 : 0;
      return drift;
    },
  };
}
