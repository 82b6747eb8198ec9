/** Probabilities are taken as at least 2⁻⁵² (as scikit-learn does): one certain mistake costs 36 nats, not infinity. */
const EPSILON = Number.EPSILON;

/** −ln of the probability that was given to what happened, in nats. */
export function logLoss(label: number, probability: number): number {
  const given = label === 1 ? probability : 1 - probability;
  return -Math.log(given < EPSILON ? EPSILON : given);
}

/** Sum of the log loss over rows, in nats; divide by the number of rows for the mean. */
export function logLossSum(labels: Uint8Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += logLoss(labels[i], probabilities[i]);
  return sum;
}

/** Sum over rows of (p − label)²; divide by the number of rows for the Brier score. */
export function brierSum(labels: Uint8Array, probabilities: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i] - labels[i]) ** 2;
  return sum;
}
