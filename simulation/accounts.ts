import { originId } from '../records/redriven.ts';
import { nameOf } from './entry-name.ts';
import { ROW_IDS } from './row-table.ts';
import type { World } from './world.ts';

/** When all is drained: where each entry of the stream is, and that store, ledger and the history of commits agree. */
export function expectAllAccountedFor(world: World): void {
  const { stream, store, ledger, oracle, journal } = world;
  const lost = stream.entries.find(
    ({ fate, givenUp, expired, undone }) => fate === undefined && !givenUp && !expired && !undone,
  );
  if (lost !== undefined) {
    journal.violate(
      `${nameOf(lost)} is lost: not taken, duplicate, quarantined, given up, expired, undone by an operator or in the stream`,
    );
  }
  for (const model of oracle.models) {
    if (!hasWholeLedger(world, model)) {
      const [written, made] = [ledger.rows(model).length, oracle.versions(model).length];
      journal.violate(`the ledger of ${model} has ${written} rows and is not the history of ${made} commits`);
    }
    const stored = store.get(model)?.bytes;
    const last = oracle.versions(model).at(-1)?.bytes;
    if (stored === undefined || last === undefined || Buffer.compare(stored, last) !== 0) {
      journal.violate(`the snapshot of ${model} is not the last commit`);
    }
  }
  oracle.expectAllLearned();
  expectClaimantsToBeRecords(world);
}

/** A row is claimed under the id of a record that has a label for it: whoever delivers the record again has to find it. */
function expectClaimantsToBeRecords({ rows, stream, journal }: World): void {
  for (const id of ROW_IDS) {
    const claimant = rows.claimantOf(id);
    const isRecord = stream.entries.some((entry) => {
      const { truth } = entry.payload;
      if (truth.kind === 'bad' || !truth.labels?.some((label) => label.id === id)) return false;
      return (truth.id ?? originId(entry)) === claimant;
    });
    if (claimant !== undefined && !isRecord) journal.violate(`row ${id} is claimed by ${claimant}, which is no record`);
  }
}

/** Whether the ledger has a row for each commit of a model, and no other. */
export function hasWholeLedger({ ledger, oracle }: World, model: string): boolean {
  const made = oracle.versions(model);
  const written = ledger.rows(model);
  return written.length === made.length && written.every((row, i) => row === made[i].row);
}
