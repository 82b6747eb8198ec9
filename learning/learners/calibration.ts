import { sigmoid } from '../logistic.ts';
import type { Stateful } from '../state.ts';

/** Log odds beyond it are taken as it: 1 in 400. */
const LOGIT_MAX = 6;
/** Corners of the curve, 0.75 apart. */
const CORNERS = 17;
const PRIOR_VARIANCE = 0.3;
const FORGETTING = 0.01;

/** Corrects the log odds of a member by what came of them. */
export interface Calibration extends Stateful {
  /** The corrected log odds; remembers the place for `learn`. */
  correct(logit: number): number;
  /** Learns from the label of the row whose log odds were corrected last. */
  learn(label: number, weight: number): void;
}

/**
 * A piecewise linear correction, learned at its corners as `bayes` learns its weights, and forgotten quickly.
 *
 * It mends what a member gets wrong everywhere alike: too bold, too timid, or a boundary that is a step where the member
 * has a slope. (Secondary estimation in data compression does the same: Mahoney 2005, "Adaptive weighing of context
 * models", section 3.)
 */
export function createCalibration(): Calibration {
  const shift = new Float64Array(CORNERS);
  const variance = new Float64Array(CORNERS).fill(PRIOR_VARIANCE);
  const keep = 1 - FORGETTING;
  const regained = FORGETTING / PRIOR_VARIANCE;
  const asked = new Float64Array(3); // corner below, share of the one above, corrected log odds

  const learnCorner = (i: number, share: number, information: number, slope: number): void => {
    variance[i] = 1 / (keep / variance[i] + regained + information * share * share);
    shift[i] += variance[i] * share * slope;
  };
  return {
    state: { shift, variance },
    correct(logit) {
      const z = logit > LOGIT_MAX ? LOGIT_MAX : logit < -LOGIT_MAX ? -LOGIT_MAX : logit;
      const place = ((z + LOGIT_MAX) / (2 * LOGIT_MAX)) * (CORNERS - 1);
      const corner = Math.min(place | 0, CORNERS - 2);
      const beyond = place - corner;
      asked[0] = corner;
      asked[1] = beyond;
      asked[2] = z + (1 - beyond) * shift[corner] + beyond * shift[corner + 1];
      return asked[2];
    },
    learn(label, weight) {
      if (weight === 0) return;
      const corner = asked[0];
      const beyond = asked[1];
      const p = sigmoid(asked[2]);
      const information = weight * p * (1 - p);
      const slope = weight * (label - p);
      learnCorner(corner, 1 - beyond, information, slope);
      learnCorner(corner + 1, beyond, information, slope);
    },
  };
}
