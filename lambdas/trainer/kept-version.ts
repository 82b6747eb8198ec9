import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { readHead, type SnapshotHead } from '../../learning/snapshot/snapshot.ts';
import type { KeptVersion, PinnedSnapshots, SnapshotHistory } from '../ports.ts';

/**
 * The bytes of a version of a model, as long as it is kept: in the store's history, or as the copy of a pin.
 *
 * @returns nothing where it is not kept, or is damaged
 */
export async function keptBytes(
  model: string,
  version: number,
  { history, pinned }: { readonly history: SnapshotHistory; readonly pinned: PinnedSnapshots },
): Promise<Uint8Array | undefined> {
  return (await findVersion(model, version, history)) ?? (await pinned.get(model, version));
}

/**
 * Each commit is written behind the one before, so that half of what is left falls away with each look, which is a read of a
 * whole snapshot; objects that cannot be read are passed over.
 */
async function findVersion(model: string, version: number, history: SnapshotHistory): Promise<Uint8Array | undefined> {
  const newestFirst = await history.versions(model);
  let [from, to] = [0, newestFirst.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const seen = await firstReadable(model, newestFirst.slice(middle, to + 1), history);
    if (seen?.head.version === version) return seen.bytes;
    if (seen !== undefined && seen.head.version > version) from = middle + seen.index + 1;
    else to = middle - 1;
  }
  return undefined;
}

async function firstReadable(model: string, versions: readonly KeptVersion[], history: SnapshotHistory) {
  for (const [index, { id }] of versions.entries()) {
    const bytes = await history.read(model, id);
    const head = headOrDamage(bytes);
    if (head !== undefined) return { index, bytes, head };
  }
  return undefined;
}

/** What the newest version that can be read says of itself, whatever definition it was made for. */
export async function newestHead(model: string, history: SnapshotHistory): Promise<SnapshotHead | undefined> {
  const seen = await firstReadable(model, await history.versions(model), history);
  return seen?.head;
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
