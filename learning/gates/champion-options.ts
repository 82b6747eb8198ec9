import { above, below, type OptionTable, type Resolved, resolveOptions, wholeNumber } from '../options.ts';

/** Options of the gate `champion`; there is no need to touch them. */
export interface ChampionOptions {
  /** How many standard deviations above the usual a segment may surprise before it is held. @default 3.5 */
  readonly deviations?: number;
  /**
   * Segments before a challenger may be promoted: harm that comes in a burst shorter than this leaves no trace. A trial ends
   * after twice as many. @default 12
   */
  readonly trialSegments?: number;
  /** The largest share of harmful segments that is thought possible. @default 0.3 */
  readonly harmfulShare?: number;
}

const table: OptionTable<ChampionOptions> = {
  deviations: above(0, 3.5),
  trialSegments: wholeNumber(1, 1_000, 12),
  harmfulShare: below(0.05, 0.5, 0.3),
};

/** @throws {Error} naming the option that is out of its range or unknown. */
export function resolveChampionOptions(options: ChampionOptions): Resolved<ChampionOptions> {
  return resolveOptions('champion', options, table);
}
