import type { Definition } from '../learning/definition.ts';
import type { RecordCounts } from '../learning/snapshot/ledger-row.ts';
import { nameOf } from './entry-name.ts';
import type { FailedBucket } from './failed-bucket.ts';
import type { Journal } from './journal.ts';
import type { Added } from './lineage.ts';
import { truthUnder } from './payloads.ts';

/**
 * Notes what became of the entries that a commit took in, and counts it. None may be in twice, and one that cannot be read
 * has to lie in quarantine already, for the right reason.
 */
export function settle(
  added: readonly Added[],
  definitions: ReadonlyMap<string, Definition>,
  failed: FailedBucket,
  journal: Journal,
): RecordCounts {
  const counts = { taken: 0, duplicates: 0, quarantined: 0 };
  for (const { entry, fate } of added) {
    if (entry.fate !== undefined) journal.violate(`${nameOf(entry)} is in twice`);
    entry.fate = fate;
    entry.undone = false;
    counts[fate === 'duplicate' ? 'duplicates' : fate] += 1;
    if (fate !== 'quarantined') continue;
    const truth = truthUnder(entry.payload, definitions);
    const expected = truth.kind === 'bad' ? truth.reason : 'nothing';
    const reason = failed.reasonOf(entry);
    if (reason !== expected) {
      journal.violate(`${nameOf(entry)} is counted as quarantined for ${expected}, quarantine has ${reason}`);
    }
  }
  return counts;
}
