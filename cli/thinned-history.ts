import type { BacktestSegment } from './poison.ts';

/** As many points as a picture shows; twice as many are kept before neighbours are put together. */
const SEGMENTS_MAX = 5_000;

/** Segments of a run of any length, in bounded memory: when there are too many, each two neighbours become one. */
export class ThinnedHistory {
  #segments: BacktestSegment[] = [];
  #waiting: BacktestSegment[] = [];
  /** Segments in one of the history. */
  #each = 1;

  add(segment: BacktestSegment): void {
    this.#waiting.push(segment);
    if (this.#waiting.length < this.#each) return;
    this.#segments.push(this.#waiting.reduce(together));
    this.#waiting = [];
    if (this.#segments.length < 2 * SEGMENTS_MAX) return;
    this.#segments = Array.from({ length: SEGMENTS_MAX }, (_, i) =>
      together(this.#segments[2 * i], this.#segments[2 * i + 1]),
    );
    this.#each *= 2;
  }

  get segments(): readonly BacktestSegment[] {
    return this.#waiting.length === 0 ? this.#segments : [...this.#segments, this.#waiting.reduce(together)];
  }
}

/**
 * Two segments as one: rows and counts add up. Of verdict, sentence and reading those of the more notable stay, as they
 * are: a trial's scores are of one segment's rows, and have their own confusion to say so. So does any poison.
 */
function together(a: BacktestSegment, b: BacktestSegment): BacktestSegment {
  const notable = notability(a) > notability(b) ? a : b;
  return {
    ...notable,
    segment: b.segment,
    rows: a.rows + b.rows,
    confusion: {
      truePositives: a.confusion.truePositives + b.confusion.truePositives,
      falsePositives: a.confusion.falsePositives + b.confusion.falsePositives,
      falseNegatives: a.confusion.falseNegatives + b.confusion.falseNegatives,
      trueNegatives: a.confusion.trueNegatives + b.confusion.trueNegatives,
    },
    logLossSum: a.logLossSum + b.logLossSum,
    brierSum: a.brierSum + b.brierSum,
    auc: null, // of two segments it is not known from those of each
    drift: [...new Set([...a.drift, ...b.drift])],
    poisoned: a.poisoned || b.poisoned,
  };
}

/** A decision is what one looks for in a long history, then a segment of a trial, how it ended before how it went. */
function notability({ verdict, reading }: BacktestSegment): number {
  if (verdict !== 'accepted') return 3;
  if (reading?.trial === undefined) return 0;
  return reading.trial.outcome === undefined ? 1 : 2;
}
