import type { Model } from './model.ts';

/*
 * What can be told of a served prediction beside its probability: by the champion, and in a trial by the challenger too.
 */

/**
 * How far what the model knows leaves the probability of the row of `X` at `offset` open, 0 to 0.5; nothing where its
 * learner does not know. docs/predictor.md says what it is for each learner.
 *
 * In a trial it is that of both in their shares, by the law of total variance: √ Σ share · (u² + (p − mean)²).
 */
export function uncertaintyOf(model: Model, X: Float64Array, offset: number): number | undefined {
  const { champion } = model;
  const own = champion.uncertainty?.(X, offset);
  const rival = model.rival();
  const other = rival?.classifier.uncertainty?.(X, offset);
  if (own === undefined || rival === undefined || other === undefined) return own;
  const { classifier, share } = rival;
  const apart = champion.predictProba(X, offset) - classifier.predictProba(X, offset);
  return Math.sqrt((1 - share) * own ** 2 + share * other ** 2 + share * (1 - share) * apart ** 2);
}

/** Whether a model's learner adds features up, or has members that do. */
export function isExplainable({ champion }: Model): boolean {
  return champion.contributions !== undefined;
}

/**
 * Writes what each feature adds to the log odds of the row of `X` at `offset`, in the definition's order, the intercept last.
 * In a trial they are those of both in their shares, as the log odds are that are served.
 *
 * @param out as long as the features, and one more
 * @returns the share of what is heard that is explained so: 1 where the sum is the served log odds
 * @throws {Error} where the model is not explainable.
 */
export function contributionsOf(model: Model, X: Float64Array, offset: number, out: Float64Array): number {
  const { champion, definition } = model;
  if (champion.contributions === undefined) {
    throw new Error(`Got learner ${definition.learner.name} when expected one that adds features up.`);
  }
  const own = champion.contributions(X, offset, out);
  const rival = model.rival();
  const byRival = new Float64Array(out.length);
  const other = rival?.classifier.contributions?.(X, offset, byRival);
  if (rival === undefined || other === undefined) return own;
  const { share } = rival;
  for (let j = 0; j < out.length; j++) out[j] += share * (byRival[j] - out[j]);
  return own + share * (other - own);
}
