import { above, below, type OptionTable, resolveOptions } from '../options.ts';
import { bayesMember } from './bayes.ts';
import { type FeatureMap, mappedLearner } from './feature-map.ts';
import type { Learner } from './learner.ts';

export interface PairwiseOptions {
  /** Variance of a weight before anything is known of it. @default 1 */
  readonly priorVariance?: number;
  /** As in `bayes`. @default 0.0001 */
  readonly forgetting?: number;
}

const table: OptionTable<PairwiseOptions> = { priorVariance: above(0, 1), forgetting: below(0, 1, 0.0001) };

/** 32 features make 560; beyond that most pairs are never seen enough. */
export const PAIRWISE_WIDTH_MAX = 32;

/** A product of two features that are far out says no more than that both are. */
const PRODUCT_MAX = 8;

/**
 * Bayesian logistic regression, diagonal, on the features and the products of any two of them, squares included: a
 * polynomial kernel of degree 2, written out.
 *
 * Use it where two features decide together: an ellipse, an exclusive or.
 *
 * @throws {Error} when the width is over 32.
 */
export function createPairwise(width: number, options: PairwiseOptions = {}): Learner {
  if (width > PAIRWISE_WIDTH_MAX) {
    throw new Error(`pairwise: expected at most ${PAIRWISE_WIDTH_MAX} features, got ${width}: take bayes or fourier`);
  }
  const features = pairwiseFeatures(width);
  return mappedLearner(features, bayesMember(features.width, resolveOptions('pairwise', options, table)));
}

/** The features, then x₀x₀, x₀x₁, …, each product clipped to ±8. */
export function pairwiseFeatures(width: number): FeatureMap {
  const out = new Float64Array(width + (width * (width + 1)) / 2);
  return {
    width: out.length,
    map(row) {
      out.set(row);
      let at = width;
      for (let i = 0; i < width; i++) {
        for (let j = i; j < width; j++) {
          const product = row[i] * row[j];
          out[at++] = product > PRODUCT_MAX ? PRODUCT_MAX : product < -PRODUCT_MAX ? -PRODUCT_MAX : product;
        }
      }
      return out;
    },
  };
}
