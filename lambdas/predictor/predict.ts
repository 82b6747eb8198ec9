import type { FeatureRows } from '../../learning/labelled-rows.ts';
import type { Model } from '../../learning/model.ts';
import { contributionsOf, uncertaintyOf } from '../../learning/served.ts';

/** What a model says of a row. */
export interface Prediction {
  /** That the label is 1. */
  readonly probability: number;
  /** 1 from the threshold on. */
  readonly label: 0 | 1;
  /** How far the model knows it, 0 to 0.5; left out where its learner does not know. */
  readonly uncertainty?: number;
  readonly explanation?: Explanation;
}

/** What the features of a row add to its log odds. */
export interface Explanation {
  /** What every row has. */
  readonly intercept: number;
  /** Those that add or take the most, the largest first. */
  readonly contributions: readonly { readonly feature: string; readonly logOdds: number }[];
  /** The sum of all others. */
  readonly others: number;
}

/** Predictions for rows, in their order. */
export interface Predictions {
  /** The probability from which a label is 1. */
  readonly threshold: number;
  readonly predictions: readonly Prediction[];
  /** Share of what is heard that the explanations are of; 1: the log odds of the probability are their sum. */
  readonly explainedShare?: number;
}

/** Features that are named in an explanation. */
export const CONTRIBUTIONS_MAX = 10;

/**
 * What a model serves for rows: the champion's probability, in a trial that of both sides, by the code that scores segments.
 *
 * @throws {Error} when an explanation is asked of a model that is not explainable.
 */
export function predict(model: Model, rows: FeatureRows, explain: boolean): Predictions {
  const { threshold } = model;
  const contributions = new Float64Array(rows.width + 1);
  let explainedShare: number | undefined;
  const predictions = Array.from({ length: rows.count }, (_, i): Prediction => {
    const offset = i * rows.width;
    const probability = model.predictProba(rows.X, offset);
    const uncertainty = uncertaintyOf(model, rows.X, offset);
    if (explain) explainedShare = contributionsOf(model, rows.X, offset, contributions);
    return {
      probability,
      label: probability >= threshold ? 1 : 0,
      ...(uncertainty !== undefined && { uncertainty }),
      ...(explain && { explanation: explanationOf(model.definition.features, contributions) }),
    };
  });
  return { threshold, predictions, ...(explainedShare !== undefined && { explainedShare }) };
}

function explanationOf(features: readonly string[], contributions: Float64Array): Explanation {
  const all = features.map((feature, j) => ({ feature, logOdds: contributions[j] }));
  all.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  const named = all.slice(0, CONTRIBUTIONS_MAX).filter(({ logOdds }) => logOdds !== 0);
  const others = all.slice(CONTRIBUTIONS_MAX).reduce((sum, { logOdds }) => sum + logOdds, 0);
  return { intercept: contributions[features.length], contributions: named, others };
}
