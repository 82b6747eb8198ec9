import { predictRows } from '../learning/classifier.ts';
import type { Definition } from '../learning/definition.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { logit, sigmoid } from '../learning/logistic.ts';
import { createModel } from '../learning/model.ts';

/** What it says of a segment. */
export interface IdealReading {
  /** Served before the segment was learned, a probability for each row. */
  readonly probabilities: Float64Array;
  /** Whether the segment belongs to the side that is, with it, the smaller one. */
  readonly held: boolean;
}

/** The most that a stream alone can tell of segments whose labels are flipped, each with the same known probability. */
export interface IdealObserver {
  observe(sent: LabelledRows, flipped: boolean): IdealReading;
}

/**
 * The ideal observer of a stream with flipped segments. It is told, of any two segments, whether they contradict each other,
 * without an error; which of the two sides is the true one nothing in a stream can tell, for a concept with these segments
 * flipped looks like the opposite concept with the others flipped. All that is left is to count: with a share p of segments
 * flipped, independently, and a and b segments on the two sides, the odds of the one are ((1 − p) / p)^(a − b). A model of each
 * side learns its segments, and served is the mean of the two by these odds, which is the Bayes-optimal prediction of anyone
 * with these two models.
 */
export function createIdealObserver(definition: Definition, flippedShare: number): IdealObserver {
  const evidence = logit(1 - flippedShare);
  const sides = {
    honest: { model: createModel(definition), segments: 0 },
    flipped: { model: createModel(definition), segments: 0 },
  };
  let believed: keyof typeof sides | undefined;
  return {
    observe(sent, flipped) {
      const share = sigmoid(evidence * (sides.honest.segments - sides.flipped.segments));
      const [honestly, otherwise] = [predictRows(sides.honest.model, sent), predictRows(sides.flipped.model, sent)];
      const probabilities = honestly.map((p, i) => share * p + (1 - share) * otherwise[i]);
      const own = flipped ? 'flipped' : 'honest';
      sides[own].model.observe(sent);
      sides[own].segments += 1;
      const ahead = sides.honest.segments - sides.flipped.segments;
      if (believed === undefined) believed = own;
      else if (ahead !== 0) believed = ahead > 0 ? 'honest' : 'flipped';
      return { probabilities, held: own !== believed };
    },
  };
}
