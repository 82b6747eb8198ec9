import type { Definition } from './definition.ts';
import { createEncoder, encodedWidth } from './encoder.ts';
import type { FeatureRows, LabelledRows } from './labelled-rows.ts';
import type { MemberReport } from './learners/learner.ts';
import { createLearner } from './learners/registry.ts';
import { copyState, joinStates, type Stateful } from './state.ts';

/** An encoder and a learner that belong together: what a champion is, and what a copy of it is made from. */
export interface Classifier extends Stateful {
  /** Probability that the row of `X` at `offset` has label 1, by what was learned so far. */
  predictProba(X: Float64Array, offset: number): number;
  /** Learns the rows in the order of `order` (row numbers); all of them when it is left out. */
  partialFit(rows: LabelledRows, order?: Uint32Array): void;
  /** Whom it listens to, where it is a committee. */
  members?(): readonly MemberReport[];
  /** As of its learner, for the row of `X` at `offset`. */
  uncertainty?(X: Float64Array, offset: number): number;
  /** As of its learner, by the features of the definition, the intercept last. */
  contributions?(X: Float64Array, offset: number, out: Float64Array): number;
  /** Takes over all that another classifier of the same definition has learned. */
  become(other: Classifier): void;
}

/** A classifier that has learned nothing. Predicting and learning allocate nothing a row. */
export function createClassifier(definition: Definition): Classifier {
  const width = definition.features.length;
  const encoder = createEncoder(definition);
  const learner = createLearner(encodedWidth(definition), definition.learner);
  const state = { ...encoder.state, ...joinStates({ learner }) };
  const { uncertainty, contributions } = learner;
  return {
    state,
    predictProba: (X, offset) => learner.predictProba(encoder.encode(X, offset)),
    partialFit(rows, order) {
      encoder.fitSegment(rows);
      learner.beginSegment?.();
      const learned = order?.length ?? rows.count;
      for (let i = 0; i < learned; i++) {
        const row = order === undefined ? i : order[i];
        encoder.fitRow(rows.X, row * width);
        learner.partialFit(encoder.encode(rows.X, row * width), rows.y[row], 1);
      }
    },
    ...(learner.members === undefined ? {} : { members: () => learner.members?.() ?? [] }),
    ...(uncertainty && {
      uncertainty: (X: Float64Array, offset: number) => uncertainty(encoder.encode(X, offset)),
    }),
    ...(contributions && {
      contributions(X: Float64Array, offset: number, out: Float64Array) {
        const columns = new Float64Array(encodedWidth(definition) + 1);
        const share = contributions(encoder.encode(X, offset), columns);
        encoder.dealOut(X, offset, columns, out);
        out[width] = columns[columns.length - 1];
        return share;
      },
    }),
    become(other) {
      copyState(other.state, state);
    },
  };
}

/** What a classifier says of each row, or of the rows named; of the others 0. */
export function predictRows(
  classifier: Pick<Classifier, 'predictProba'>,
  rows: FeatureRows,
  chosen?: Uint32Array,
): Float64Array {
  const { X, count, width } = rows;
  const probabilities = new Float64Array(count);
  const asked = chosen?.length ?? count;
  for (let i = 0; i < asked; i++) {
    const row = chosen === undefined ? i : chosen[i];
    probabilities[row] = classifier.predictProba(X, row * width);
  }
  return probabilities;
}
