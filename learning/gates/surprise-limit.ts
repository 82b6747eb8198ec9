import { copyState, type Stateful } from '../state.ts';

/** Accepted segments whose surprise says what is usual. */
const REMEMBERED = 50;
/** Fewer than these say nothing of what is usual. */
const NEEDED = 5;
/**
 * How many standard deviations a row, on average, labels that would fit better turned round may cost more than expected of a
 * champion so young, or so new, that nothing is usual yet. No harm worth the name costs so little.
 */
const LEAST_A_ROW = 0.35;
/**
 * How many others may, of which a model is surprised that is too sure of the little it knows. Nor may what is usual spread
 * further, or harm that was accepted would make room for more; but as much further as a model that is always too sure is
 * surprised as a rule.
 */
const MOST_A_ROW = 0.525;
/** Makes of a median absolute deviation the standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.4826;

/** How labels fit a model, besides how much they surprise it. */
export interface LabelFit {
  /** Whether they would fit better turned round. */
  readonly turnedRound: boolean;
  /** Whether the model is so young that it may be the one that has learned them turned round. */
  readonly young: boolean;
}

/** How surprising a segment may be. */
export interface SurpriseLimit extends Stateful {
  /**
   * For a segment of so many rows: median of the last 50 accepted + deviations · max(1, 1.4826 · MAD), the latter at most
   * 0.525 √rows + the median; before there are five, 0.525 √rows, at least `deviations`.
   *
   * @param labels - where they would fit better turned round it is 0.35 √rows before there are five; then 0.525 √rows at most
   * if the model is not young, for one that is surprised by honest labels has room for such ones, too. Again at least `deviations`.
   */
  value(rows: number, labels?: LabelFit): number;
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
    value(rows, { turnedRound, young } = { turnedRound: false, young: false }) {
      const spread = MOST_A_ROW * Math.sqrt(rows);
      const most = Math.max(deviations, spread);
      if (seen[0] < NEEDED) return turnedRound ? Math.max(deviations, LEAST_A_ROW * Math.sqrt(rows)) : most;
      const usual = ring.slice(0, Math.min(seen[0], REMEMBERED));
      const middle = median(usual);
      const deviation = MAD_TO_DEVIATION * median(usual.map((surprise) => Math.abs(surprise - middle)));
      const limit = middle + Math.max(deviations, Math.min(deviations * deviation, spread + Math.max(0, middle)));
      return turnedRound && !young ? Math.min(limit, most) : limit;
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
