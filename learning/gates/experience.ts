import type { Definition } from '../definition.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import { copyState, type Stateful } from '../state.ts';

/** So many times larger than the largest value ever learned: neither noise nor a trend does that to half of the rows. */
export const MAGNITUDE_FACTOR = 3;

/**
 * What a classifier has learned from: how many segments agreed with it, and how large the values of each numeric feature
 * were. A unit that changes upstream shows in the latter, and nowhere else where the feature says little: no label
 * contradicts it, but it ruins what the scaler knows.
 */
export interface Experience extends Stateful {
  /** Segments that were learned, less those that contradicted it: by how many its view of the world is ahead of the other. */
  lead(): number;
  learn(rows: LabelledRows): void;
  /** Counts a segment that was not learned, because it contradicts what was. */
  contradict(): void;
  /** The first feature of which more than half of the values are out of all proportion. */
  beyond(rows: LabelledRows): string | undefined;
  become(other: Experience): void;
}

export function createExperience({ features, categorical }: Definition): Experience {
  const numeric = features.flatMap((name, column) => (categorical.includes(name) ? [] : [column]));
  const largest = new Float64Array(features.length);
  const lead = new Float64Array(1);
  const state = { largest, segments: lead }; // the name by which snapshots know it

  const isBeyond = ({ X, width, count }: LabelledRows, column: number): boolean => {
    if (largest[column] === 0) return false; // nothing but zeros so far
    let large = 0;
    for (let i = column; i < X.length; i += width) if (Math.abs(X[i]) > MAGNITUDE_FACTOR * largest[column]) large += 1;
    return 2 * large > count;
  };
  return {
    state,
    lead: () => lead[0],
    learn({ X, width }) {
      lead[0] += 1;
      for (const column of numeric) {
        for (let i = column; i < X.length; i += width) {
          const magnitude = Math.abs(X[i]);
          if (magnitude > largest[column]) largest[column] = magnitude; // NaN, which a missing value is, is not larger
        }
      }
    },
    contradict() {
      lead[0] -= 1;
    },
    beyond(rows) {
      const column = numeric.find((column) => isBeyond(rows, column));
      return column === undefined ? undefined : features[column];
    },
    become: (other) => copyState(other.state, state),
  };
}
