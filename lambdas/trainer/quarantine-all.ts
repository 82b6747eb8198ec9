import type { Quarantine } from '../ports.ts';
import type { ReadRecord } from './advance.ts';

/** Writes under way at once: a batch of 500 bad records at 20 ms each takes under a second. */
const CONCURRENCY = 16;

/** What could be written before the first failure. */
export interface QuarantineResult {
  /** Records before this index are safe to count; all of them when nothing failed. */
  readonly safe: number;
  readonly failure: { readonly cause: unknown } | undefined;
}

/** Puts the unreadable ones among records into quarantine; stops at the first that cannot be written. */
export async function quarantineAll(quarantine: Quarantine, records: readonly ReadRecord[]): Promise<QuarantineResult> {
  const rejected = records.flatMap(({ source, decoded }, index) =>
    decoded.kind === 'rejected' ? [{ source, rejection: decoded.rejection, index }] : [],
  );
  for (let i = 0; i < rejected.length; i += CONCURRENCY) {
    const group = rejected.slice(i, i + CONCURRENCY);
    const written = await Promise.allSettled(group.map(({ source, rejection }) => quarantine.put(source, rejection)));
    const failed = written.findIndex(({ status }) => status === 'rejected');
    if (failed >= 0) {
      return { safe: group[failed].index, failure: { cause: (written[failed] as PromiseRejectedResult).reason } };
    }
  }
  return { safe: records.length, failure: undefined };
}
