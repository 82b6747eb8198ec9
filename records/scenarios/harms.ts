import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { type Random, seededRandom, shuffle } from '../../learning/random.ts';
import type { Place } from './scenario.ts';

/** What makes records harmful, and which. */
export interface Harm {
  /** What was done to them, for people. */
  readonly label: string;
  hits(place: Place): boolean;
  spoil(rows: LabelledRows, random: Random): LabelledRows;
}

/** How a record is spoiled. */
type Spoiling = Pick<Harm, 'label' | 'spoil'>;

export const labelsFlipped: Spoiling = {
  label: 'labels flipped',
  spoil: withLabelsFlipped,
};

/** Labels that say nothing, as many of each as there were. */
export const labelsShuffled: Spoiling = {
  label: 'labels at random',
  spoil(rows, random) {
    const y = rows.y.slice();
    shuffle(y, random);
    return { ...rows, y };
  },
};

/** Features that say nothing, as of a reader that is out of step. */
export const featuresGarbage: Spoiling = {
  label: 'features garbage',
  spoil: (rows, random) => ({ ...rows, X: rows.X.map(() => Math.round(2e5 * random.uniform() - 1e5) / 1e4 + 0) }),
};

/** The first feature in another unit. */
export const featureScaled: Spoiling = {
  label: 'first feature × 1000',
  spoil: (rows) => ({ ...rows, X: rows.X.map((x, i) => (i % rows.width === 0 ? 1_000 * x : x)) }),
};

/** Each record by itself is harmful with this probability. */
export function inShareOf(share: number, spoiling: Spoiling): Harm {
  const hits = ({ seed, position }: Place): boolean => seededRandom(`harm/${seed}/${position}`).uniform() < share;
  return { ...spoiling, hits };
}

/** So many records in a row, fewer in a stream so short that they would be more than a fiftieth, from three tenths of it on. */
export function inBurstOf(records: number, spoiling: Spoiling): Harm {
  return {
    ...spoiling,
    hits({ position, length }) {
      const from = Math.floor(0.3 * length);
      return position >= from && position < from + Math.min(records, Math.max(1, Math.round(0.02 * length)));
    },
  };
}

/** So many of the first ones. */
export function inSomeOfFirst(records: number, first: number, spoiling: Spoiling): Harm {
  return {
    ...spoiling,
    hits({ seed, position }) {
      const order = Uint32Array.from({ length: first }, (_, i) => i);
      shuffle(order, seededRandom(`harm/${seed}`));
      return order.subarray(0, records).includes(position);
    },
  };
}

/** Each row with the other label. */
export function withLabelsFlipped(rows: LabelledRows): LabelledRows {
  return { ...rows, y: rows.y.map((label) => 1 - label) };
}
