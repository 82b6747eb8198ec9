/** Probabilities are taken as at least this far from 0 and 1: one certain mistake costs 34.5 nats, not infinity. */
const EPSILON = 1e-15;

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
