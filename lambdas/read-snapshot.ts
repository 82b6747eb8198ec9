import type { Definition } from '../learning/definition.ts';
import { FormatVersionError, SnapshotError } from '../learning/snapshot/sections.ts';
import { DefinitionChangedError, decodeSnapshot, type Snapshot } from '../learning/snapshot/snapshot.ts';

/** A model's snapshot from its bytes. @throws {SnapshotError} that names the model and says what to do. */
export function readSnapshot(model: string, bytes: Uint8Array, definition: Definition): Snapshot {
  try {
    return decodeSnapshot(bytes, definition);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    const why = `model ${model}: its snapshot cannot be used: ${error.message}`;
    throw new SnapshotError(`${why}: ${remedyFor(error, model)}`, { cause: error });
  }
}

function remedyFor(error: SnapshotError, model: string): string {
  if (error instanceof DefinitionChangedError) {
    return `undo that change, or start from nothing with \`sluice models reset ${model}\`, or give the model a new name`;
  }
  if (error instanceof FormatVersionError) return 'deploy the code that wrote it, or newer';
  return `\`sluice models restore ${model}\` brings back the last version that can`;
}
