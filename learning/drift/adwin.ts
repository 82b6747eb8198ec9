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
    const at = row * SLOTS;
    totals.copyWithin(at, at + count, at + filled[row]);
    variances.copyWithin(at, at + count, at + filled[row]);
    filled[row] -= count;
  };
  const lastRow = (): number => {
    let row = ROWS - 1;
    while (row > 0 && filled[row] === 0) row--;
    return row;
  };

  /** A row that is overfull gives its two oldest buckets to the next, as one. */
  const compress = (): void => {
    for (let row = 0; row < ROWS - 1 && filled[row] === SLOTS; row++) {
      const at = row * SLOTS;
      const size = 2 ** row;
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
  /** Bifet and Gavaldà 2007, section 3.2, with the normal approximation. */
  const differs = (n0: number, n1: number, gap: number): boolean => {
    const confidence = Math.log((2 * Math.log(window[0])) / delta);
    const reciprocal = 1 / (n0 - MIN_WINDOW + 1) + 1 / (n1 - MIN_WINDOW + 1);
    const variance = window[2] / window[0];
    return Math.abs(gap) > Math.sqrt(2 * reciprocal * variance * confidence) + (2 / 3) * confidence * reciprocal;
  };
  /** Whether some cut, from the oldest bucket on, leaves two parts that differ. */
  const hasCut = (): boolean => {
    let [n0, u0] = [0, 0];
    for (let row = lastRow(); row >= 0; row--) {
      for (let k = 0; k < filled[row]; k++) {
        if (row === 0 && k === filled[row] - 1) return false; // nothing is left on the other side
        n0 += 2 ** row;
        u0 += totals[row * SLOTS + k];
        const n1 = window[0] - n0;
        if (n0 < MIN_WINDOW || n1 < MIN_WINDOW) continue;
        if (differs(n0, n1, u0 / n0 - (window[1] - u0) / n1)) return true;
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
