/**
 * Of harmful segments so many are thought to have their positives as usual: features garbage, rows joined to the wrong
 * labels. What the rate says is at most ln 6, and so never outvotes the segments that follow.
 */
const RATE_KEPT = 1 / 6;

/**
 * What the number of positives in a segment says for "the world changed" against "the segment is harmful": labels that were
 * flipped, or drawn by a coin, have another rate, where a class is rare.
 *
 *   ln 1 / (w + (1 − w) · min(1, max(P(k | 1 − π), P(k | ½)) / P(k | π))),   w = 1/6
 *
 * P is the binomial probability of k positives, π the usual share of them. 0 where the rate is that of harm, about 0 where
 * classes are balanced, because all three rates are alike there, and ln 6 where a rare class is as rare as ever.
 *
 * @param usual - π, above 0 and below 1.
 * @returns 0 to ln 6, in nats.
 */
export function labelRateEvidence(labels: Uint8Array, usual: number): number {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const likelihood = (rate: number): number =>
    positives * Math.log(rate) + (labels.length - positives) * Math.log(1 - rate);
  const harmed = Math.max(likelihood(1 - usual), likelihood(0.5)) - likelihood(usual);
  return Math.log(1 / (RATE_KEPT + (1 - RATE_KEPT) * Math.min(1, Math.exp(harmed))));
}
