import { predictRows } from '../learning/classifier.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { aucOf } from '../learning/metrics/auc.ts';
import { scoredOf } from '../learning/metrics/pooled.ts';
import { createQualityMeter } from '../learning/metrics/quality.ts';
import type { Model } from '../learning/model.ts';
import { seededRandom } from '../learning/random.ts';
import { type SegmentResult, segmentResult } from '../learning/snapshot/ledger-row.ts';
import { withLabelsFlipped } from '../records/scenarios/harms.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';

/** Harm done on purpose: each segment has its labels flipped with this probability before it is learned. */
export interface Poison {
  readonly probability: number;
  readonly seed: number;
}

/** A segment of a backtest; whether it was poisoned is said only of a run that poisons. */
export interface BacktestSegment extends SegmentResult {
  readonly poisoned?: boolean;
}

/** What a gate made of the harm; a share of nothing is null. */
export interface PoisonFigures {
  /** Segments that were flipped. */
  readonly poisoned: number;
  /** Share of them that the champion was kept from: held or rejected. */
  readonly caught: number | null;
  /** Share of the honest segments that were held or rejected. */
  readonly falseHeld: number | null;
}

/** A model that learns what was poisoned and is scored on what is true. */
export interface PoisonedModel extends Pick<Model, 'quality'> {
  readonly figures: PoisonFigures;
  observe(rows: LabelledRows): BacktestSegment;
}

/**
 * Puts poison before a model. It is asked for each row before it learns the segment, which is what `observe` serves and
 * scores too; here the scores are on the labels as they came. Verdict and drift stay those of the labels that it learned.
 */
export function createPoisonedModel(model: Model, poison: Poison): PoisonedModel {
  const quality = createQualityMeter();
  const kept = createPoisonCount();
  return {
    quality,
    get figures() {
      return kept.figures();
    },
    observe(rows) {
      const poisoned = isPoisoned(poison, model.segments + 1);
      const probabilities = predictRows(model, rows);
      const scored = scoredOf(rows.y, probabilities, model.threshold);
      quality.learn(scored, rows.y, probabilities);
      const outcome = model.observe(poisoned ? withLabelsFlipped(rows) : rows);
      kept.count(poisoned, outcome.verdict.kind === 'held' || outcome.verdict.kind === 'rejected');
      return { ...segmentResult({ ...outcome, ...scored, auc: aucOf(rows.y, probabilities) }), poisoned };
    },
  };
}

/** Counts of both kinds of segments what was kept out. */
export function createPoisonCount() {
  const honest = { segments: 0, keptOut: 0 };
  const flipped = { segments: 0, keptOut: 0 };
  return {
    count(poisoned: boolean, keptOut: boolean): void {
      const counts = poisoned ? flipped : honest;
      counts.segments += 1;
      if (keptOut) counts.keptOut += 1;
    },
    figures: (): PoisonFigures => ({
      poisoned: flipped.segments,
      caught: shareKeptOut(flipped),
      falseHeld: shareKeptOut(honest),
    }),
  };
}

/** Poisoned segments as bands of a picture; neighbours share one, and segments put together are poisoned if any was. */
export function poisonBands(segments: readonly BacktestSegment[]): readonly TruthBand[] {
  const bands: TruthBand[] = [];
  for (const [i, { segment, poisoned }] of segments.entries()) {
    if (!poisoned) continue;
    const before = i === 0 ? 0 : segments[i - 1].segment;
    const joined = bands.at(-1)?.to === before ? bands.pop() : undefined;
    bands.push({ kind: 'harmful', from: joined?.from ?? before, to: segment, label: 'labels flipped' });
  }
  return bands;
}

function shareKeptOut({ segments, keptOut }: { segments: number; keptOut: number }): number | null {
  return segments === 0 ? null : keptOut / segments;
}

/** By seed and number alone, so that every learner and gate meets the same harm; a greater probability only adds to it. */
export function isPoisoned({ probability, seed }: Poison, segment: number): boolean {
  return seededRandom(`poison/${seed}/segment/${segment}`).uniform() < probability;
}
