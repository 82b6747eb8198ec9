import { advance } from '../lambdas/trainer/advance.ts';
import type { LedgerRow, RecordCounts } from '../learning/snapshot/ledger-row.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import type { History } from './history.ts';
import type { Journal } from './journal.ts';
import type { Version } from './lineage.ts';
import { differenceOf, type Sections } from './stored-sections.ts';

/**
 * A commit is what a plain loop makes of the same records, from where the history stands; it goes on from that.
 *
 * @param settled what became of the records, known from how they were made
 */
export function expectPlainLoop(
  sections: Sections,
  { model, version, committedAtMs, records }: LedgerRow,
  history: History,
  reads: Version['reads'],
  settled: RecordCounts,
  journal: Journal,
): void {
  const name = `version ${version} of ${model}`;
  const next = advance(model, history.snapshot, reads, committedAtMs);
  const [expected, made] = [JSON.stringify(settled), JSON.stringify(next.row.records)];
  if (made !== expected) journal.violate(`${name}: expected ${expected}, the plain loop says ${made}`);
  const wrong = differenceOf(sections, next.snapshot);
  if (wrong !== undefined) {
    const contents = `expected ${expected}, got ${JSON.stringify(records)}`;
    journal.violate(`${name} is not what a plain loop makes: ${contents}; ${wrong} differs`);
  }
  if (!hasFiniteWeights(next.snapshot)) journal.violate(`${name} has a weight that is not finite`);
  history.snapshot = next.snapshot;
}

function hasFiniteWeights({ model }: Snapshot): boolean {
  for (const values of Object.values(model.champion.state)) {
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(Number(values[i]))) return false;
  }
  return true;
}
