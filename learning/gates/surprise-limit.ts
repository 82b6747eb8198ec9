import { copyState, type Stateful } from '../state.ts';

/** Accepted segments whose surprise says what is usual. */
const REMEMBERED = 50;
/** Fewer than these say nothing of what is usual. */
const NEEDED = 5;
/**
 * How many standard deviations a row, on average, labels may cost more than expected of a champion so young, or so new, that
 * nothing is usual yet. No harm worth the name costs so little.
 */
const DEVIATIONS_A_ROW = 0.35;
/**
 * What is usual may spread so many times as far, and no further, or harm that was accepted would make room for more; but as
 * much further as a model that is always too sure is surprised as a rule.
 */
const SPREAD_MOST = 1.5;
/** Makes of a median absolute deviation the standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.4826;

/** How surprising a segment may be. */
export interface SurpriseLimit extends Stateful {
  /**
   * For a segment of so many rows: median of the last 50 accepted + deviations · max(1, 1.4826 · MAD), the latter at most
   * 0.525 √rows + the median; before there are five, 0.35 √rows, at least `deviations`.
   *
   * @param turnedRound - whether the labels would fit better turned round: then it is 0.525 √rows at most, but at least
   * `deviations`, for a model that is surprised by honest labels has room for such ones, too.
   */
  value(rows: number, turnedRound?: boolean): number;
  learn(surprise: number): void;
  /** Begins anew. */
  forget(): void;
  become(other: SurpriseLimit): void;
}

/** @param deviations how many above the usual a segment may surprise. */
export function createSurpriseLimit(deviations: number): SurpriseLimit {
  const ring = new Float64Array(REMEMBERED);
  const seen = new Float64Array(1);
  const state = { ring, seen };
  return {
    state,
    value(rows, turnedRound = false) {
      const bearable = DEVIATIONS_A_ROW * Math.sqrt(rows);
      if (seen[0] < NEEDED) return Math.max(deviations, bearable);
      const most = SPREAD_MOST * bearable;
      const usual = ring.slice(0, Math.min(seen[0], REMEMBERED));
      const middle = median(usual);
      const deviation = MAD_TO_DEVIATION * median(usual.map((surprise) => Math.abs(surprise - middle)));
      const limit = middle + Math.max(deviations, Math.min(deviations * deviation, most + Math.max(0, middle)));
      return turnedRound ? Math.min(limit, Math.max(deviations, most)) : limit;
    },
    learn(surprise) {
      ring[seen[0] % REMEMBERED] = surprise;
      seen[0] += 1;
    },
    forget: () => seen.fill(0),
    become: (other) => copyState(other.state, state),
  };
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
