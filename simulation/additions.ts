import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import type { Invocation } from './environment.ts';
import type { History } from './history.ts';
import type { Sections } from './stored-sections.ts';
import type { Entry } from './stream.ts';
import type { Undoings } from './undoings.ts';

/** The entries of a call's batch that its commit took in: those of the model behind what was passed, in order. */
export function entriesAddedBy(
  call: Invocation,
  { model, records }: LedgerRow,
  { checkpoints }: Sections,
  history: History,
  undoings: Undoings,
): readonly Entry[] {
  const { shardId } = call.batch[0];
  const until = BigInt(new Map<string, string>(JSON.parse(checkpoints)).get(shardId) ?? -1);
  const left: Entry[] = [];
  for (const entry of call.batch) {
    const { payload, sequenceNumber } = entry;
    if (payload.truth.model !== model || sequenceNumber > until) continue;
    if (sequenceNumber > (left.at(-1)?.sequenceNumber ?? history.passed(shardId))) left.push(entry);
  }
  const counted = records.taken + records.duplicates + records.quarantined;
  // an operator undid what this call or its environment knows to be in: it goes on behind that, or takes it again
  const mayGoOn = counted < left.length && undoings.operatedSince(call.environment.operationsBefore, model);
  return mayGoOn ? left.slice(left.length - counted) : left;
}
