import type { Definition } from './definition.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { createLearner } from './learners/registry.ts';
import { createScaler } from './scalers/registry.ts';
import { copyState, joinStates, type Stateful } from './state.ts';

/** A scaler and a learner that belong together: what a champion is, and what a copy of it is made from. */
export interface Classifier extends Stateful {
  /** Probability that the row of `X` at `offset` has label 1, by what was learned so far. */
  predictProba(X: Float64Array, offset: number): number;
  /** Learns the rows in the order of `order` (row numbers); all of them when it is left out. */
  partialFit(rows: LabelledRows, order?: Uint32Array): void;
  /** Takes over all that another classifier of the same definition has learned. */
  become(other: Classifier): void;
}

/** A classifier that has learned nothing. Predicting and learning allocate nothing a row. */
export function createClassifier(definition: Definition): Classifier {
  const width = definition.features.length;
  const scaler = createScaler(definition.scaler, width);
  const learner = createLearner(width, definition.learner);
  const scaled = new Float64Array(width);
  const state = joinStates({ scaler, learner });
  return {
    state,
    predictProba(X, offset) {
      scaler.transform(X, offset, scaled);
      return learner.predictProba(scaled);
    },
    partialFit(rows, order) {
      scaler.fitSegment(rows);
      const learned = order?.length ?? rows.count;
      for (let i = 0; i < learned; i++) {
        const row = order === undefined ? i : order[i];
        scaler.fitRow(rows.X, row * width);
        scaler.transform(rows.X, row * width, scaled);
        learner.partialFit(scaled, rows.y[row], 1);
      }
    },
    become(other) {
      copyState(other.state, state);
    },
  };
}
