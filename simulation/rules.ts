/**
 * What infrastructure and operators do that the trainer relies on; lib/ and cli/ have the real things. A plant may break
 * one, to show that the simulation would see it.
 */
export interface Rules {
  /** Where the mapping begins to read a shard: `TRIM_HORIZON` in lib/constructs/trainer.ts. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** A ledger row's key is model and version, so that a repeat overwrites itself. */
  readonly ledgerKey: 'version' | 'version and a random part';
}

export const ourRules: Rules = {
  startingPosition: 'TRIM_HORIZON',
  ledgerKey: 'version',
};
