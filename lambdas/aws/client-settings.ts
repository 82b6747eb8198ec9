/**
 * Settings of every SDK client: an answer that takes longer than this is a failure that another try may mend.
 * Three tries of 5 s stay under the reserve that the trainer keeps for its last commit only if the first two fail fast,
 * which is what a lost connection does; a slow store meets Lambda's own redelivery.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
