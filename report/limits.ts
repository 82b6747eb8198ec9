import { quantile, rollingMedian, sorted } from './series.ts';

/** From where to where an axis goes. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

const WINDOW = 10;

/**
 * Limits that a few outliers cannot stretch: what lasts, the median of any ten values in a row, is always inside, and
 * so are the middle 96 %, with half their width more on either side. Of fewer than ten values, all are inside.
 *
 * Values that are not finite count as outliers.
 */
export function limitsOf(values: readonly number[]): Limits {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { low: 0, high: 1 };
  const ascending = sorted(finite);
  const [lowest, highest] = [ascending[0], ascending[ascending.length - 1]];
  if (finite.length < WINDOW) return widened({ low: lowest, high: highest });

  const lasting = sorted(rollingMedian(finite, WINDOW));
  const [q02, q98] = [quantile(ascending, 0.02), quantile(ascending, 0.98)];
  const margin = (q98 - q02) / 2;
  return widened({
    low: Math.max(lowest, Math.min(lasting[0], q02) - margin),
    high: Math.min(highest, Math.max(lasting[lasting.length - 1], q98) + margin),
  });
}

/** An axis needs some length, even if all values are the same. */
function widened({ low, high }: Limits): Limits {
  return high - low > 1e-9 ? { low, high } : { low: low - 0.05, high: high + 0.05 };
}
