import type { Definition } from '../../learning/definition.ts';
import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { readHead, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import { servedOf } from '../../learning/snapshot/steering.ts';
import type { PinnedSnapshots } from '../ports.ts';
import { readSnapshot } from '../read-snapshot.ts';

/** What a model is served from, and whether that is the version that a person has pinned it to. */
export interface ServedSnapshot {
  readonly snapshot: Snapshot;
  readonly isPinned: boolean;
}

/**
 * Reads what a model's current snapshot says is to be served: itself, or the copy of the version that it is pinned to.
 *
 * @param before what was served until now: a copy never changes, so it is read once
 * @throws {SnapshotError} when it is damaged, does not fit the definition, or the copy is gone. The current version is not
 *   served instead: somebody has decided against it.
 */
export async function servedSnapshot(
  model: string,
  bytes: Uint8Array,
  definition: Definition,
  pinned: Pick<PinnedSnapshots, 'get'>,
  before?: ServedSnapshot,
): Promise<ServedSnapshot> {
  const { kind, version } = servedOf(readHead(bytes));
  if (kind === 'current') return { snapshot: readSnapshot(model, bytes, definition), isPinned: false };
  if (before?.isPinned && before.snapshot.version === version) return before;
  const copy = await pinned.get(model, version);
  if (copy === undefined) {
    const remedy = `\`sluice models pin ${model} --to ${version}\` makes it again, \`sluice models unpin ${model}\` serves the current version`;
    throw new SnapshotError(`model ${model}: it is pinned to version ${version}, whose copy is gone: ${remedy}`);
  }
  return { snapshot: readSnapshot(model, copy, definition), isPinned: true };
}
