import type { LabelledRows } from '../../learning/labelled-rows.ts';
import type { Encoding } from '../encode.ts';

/** A stream whose truth is known: what the producer sends, and what the report draws behind the curves. */
export interface Scenario {
  /** One sentence for people. */
  readonly description: string;
  /** The model it feeds, by its name in `sluice.config.ts`. */
  readonly model: string;
  /** How its records travel. */
  readonly encoding: Encoding;
  /**
   * The rows of record `index` (from 0) of a stream of `length` records. Any record can be made without those before
   * it, and the same seed always makes the same one.
   */
  rows(seed: number, index: number, length: number): LabelledRows;
  /** The same record as it would be without harm: what a model should have said of it. */
  clean(seed: number, index: number, length: number): LabelledRows;
  /** What really happens in a stream of `length` records. It never travels with the records. */
  truth(seed: number, length: number): readonly TruthBand[];
}

/** Records `from` up to, but not including, `to` share something worth a band in a picture. */
export interface TruthBand {
  readonly kind: 'concept' | 'harmful';
  readonly from: number;
  readonly to: number;
  /** `concept A`, `labels flipped` */
  readonly label: string;
}

/** Where a record stands in its stream. */
export interface Place {
  readonly seed: number;
  /** From 0, within the stream's length. */
  readonly position: number;
  readonly length: number;
}
