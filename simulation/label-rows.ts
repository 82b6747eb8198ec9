import { nameOf } from './entry-name.ts';
import type { Journal } from './journal.ts';
import { contentsAt, type Version } from './lineage.ts';
import type { RowTable } from './row-table.ts';

/** No remembered row is in the model twice, as far back as it goes on from. */
export function expectRowsOnce(model: string, versions: readonly Version[], journal: Journal): void {
  const { learned } = contentsAt(versions, versions.length);
  const ids = (learned ?? []).flatMap(({ rowIds }) => rowIds);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) journal.violate(`row ${twice} is in ${model} twice`);
}

/**
 * When all is drained, and no operator undid anything: a row that a record has claimed is learned if the record was taken,
 * and who is taken has claimed.
 */
export function expectLabelsLearned(versions: readonly Version[], rows: RowTable, journal: Journal): void {
  const learned = new Set(versions.flatMap(({ rowIds }) => rowIds));
  for (const { entry, fate, id } of versions.flatMap(({ added }) => added)) {
    const { truth } = entry.payload;
    if (fate !== 'taken' || truth.kind === 'bad' || truth.labels === undefined) continue;
    for (const label of truth.labels.filter((one) => rows.isKept(one.id))) {
      const claimant = rows.claimantOf(label.id);
      if (claimant === undefined) journal.violate(`${nameOf(entry)} is taken without row ${label.id}`);
      if (claimant === id && !learned.has(label.id)) {
        journal.violate(`row ${label.id} is claimed by ${nameOf(entry)}, which is taken, and not learned`);
      }
    }
  }
}
