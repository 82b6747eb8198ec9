import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';

/** Where commits are read from. */
export interface CommitSource {
  rowsAfter(model: string, version: number): Promise<readonly LedgerRow[]>;
}

/**
 * The commits of models as they come, each model's in order, for ever.
 *
 * @param after for each model the version before the first commit of interest
 * @param pause waits before each further look; false ends it
 */
export async function* followCommits(
  after: ReadonlyMap<string, number>,
  source: CommitSource,
  pause: () => Promise<boolean>,
): AsyncGenerator<LedgerRow> {
  const seen = new Map(after);
  do {
    const news = await Promise.all([...seen].map(([model, version]) => source.rowsAfter(model, version)));
    const rows = news.flat().sort((a, b) => a.committedAtMs - b.committedAtMs);
    for (const row of rows) {
      seen.set(row.model, row.version);
      yield row;
    }
  } while (await pause());
}
