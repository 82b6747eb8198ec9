import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { readHead, type SnapshotHead } from '../../learning/snapshot/snapshot.ts';
import type { KeptVersion, SnapshotHistory } from '../ports.ts';

/** A version of a model that the store has kept, with its bytes. */
export interface FoundVersion {
  readonly kept: KeptVersion;
  readonly bytes: Uint8Array;
}

/**
 * Finds a version of a model among those that are kept. Each commit is written behind the one before, so that half of what
 * is left falls away with each look, which is a read of a whole snapshot; objects that cannot be read are passed over.
 *
 * @returns nothing where it is not kept, or is damaged
 */
export async function findVersion(
  model: string,
  version: number,
  history: SnapshotHistory,
): Promise<FoundVersion | undefined> {
  const newestFirst = await history.versions(model);
  let [from, to] = [0, newestFirst.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const seen = await firstReadable(model, newestFirst.slice(middle, to + 1), history);
    if (seen?.head.version === version) return { kept: seen.kept, bytes: seen.bytes };
    if (seen !== undefined && seen.head.version > version) from = middle + seen.index + 1;
    else to = middle - 1;
  }
  return undefined;
}

async function firstReadable(model: string, versions: readonly KeptVersion[], history: SnapshotHistory) {
  for (const [index, kept] of versions.entries()) {
    const bytes = await history.read(model, kept.id);
    const head = headOrDamage(bytes);
    if (head !== undefined) return { index, kept, bytes, head };
  }
  return undefined;
}

/** What bytes say of themselves; nothing where they are damaged. */
export function headOrDamage(bytes: Uint8Array): SnapshotHead | undefined {
  try {
    return readHead(bytes);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    return undefined;
  }
}
