import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { CommandError } from './errors.ts';

/** What to wait for. */
export interface Following {
  readonly model: string;
  /** The version before the first row of interest. */
  readonly afterVersion: number;
  /** How many records must be accounted for; not yet known while they are still being sent. */
  expectedRecords(): number | undefined;
  /** Called with what is there so far, after each look. */
  onRows(rows: readonly LedgerRow[]): void;
  readonly signal?: AbortSignal;
}

const LOOK_EVERY_MS = 200;
/** Without a new commit for so long, something is wrong: a batch, its retries and a cold start take less. */
const SILENCE_LIMIT_MS = 120_000;

/**
 * Follows a model's ledger until every record is taken, a duplicate or quarantined.
 *
 * @returns the rows of all commits after `afterVersion`
 * @throws {CommandError} when two minutes pass without a commit and records are still missing.
 */
export async function followLedger(ledger: DynamoLedger, following: Following): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  let lastNews = performance.now();
  for (;;) {
    const news = await ledger.rowsAfter(following.model, following.afterVersion + rows.length);
    if (news.length > 0) lastNews = performance.now();
    rows.push(...news);
    following.onRows(rows);
    const expected = following.expectedRecords();
    const accounted = recordsIn(rows);
    if (expected !== undefined && accounted >= expected) return rows;
    following.signal?.throwIfAborted();
    if (performance.now() - lastNews > SILENCE_LIMIT_MS) {
      throw new CommandError(
        `no commit of model ${following.model} for ${SILENCE_LIMIT_MS / 1000} s, with ${accounted} of ${expected ?? '?'} ` +
          'records accounted for: look at the log of the trainer function',
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** Records that commits have dealt with. */
export function recordsIn(rows: readonly LedgerRow[]): number {
  return rows.reduce((sum, { records }) => sum + records.taken + records.duplicates + records.quarantined, 0);
}
