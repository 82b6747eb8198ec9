import { shapeOf } from '../learning/definition.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import type { StateArray } from '../learning/state.ts';

/** A snapshot's sections where they lie, in the order of `encodeSnapshot`. */
export interface Sections {
  readonly shape: Buffer;
  /** The model, the pending rows, the ids, the version. */
  readonly arrays: readonly Buffer[];
  readonly checkpoints: Buffer;
  readonly lastCommit: Buffer;
  /** All of it. */
  readonly whole: Uint8Array;
}

/**
 * Looks into a snapshot by the layout of learning/snapshot/sections.ts, without copies and without checksum and names,
 * which the trainer checks whenever it reads. The oracle looks at every commit, so this has to be quick.
 */
export function sectionsIn(bytes: Uint8Array): Sections {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all: Buffer[] = [];
  let at = 24;
  for (let left = buffer.readUInt32LE(16); left > 0; left--) {
    const byteLength = buffer.readUInt32LE(at + 4);
    const dataAt = at + 8 + padded(buffer[at + 1]);
    all.push(buffer.subarray(dataAt, dataAt + byteLength));
    at = dataAt + padded(byteLength);
  }
  const [lastCommit, version, checkpoints] = [all.pop(), all.pop(), all.pop()] as [Buffer, Buffer, Buffer];
  const [shape, ...arrays] = all;
  return { shape, arrays: [...arrays, version], checkpoints, lastCommit, whole: bytes };
}

/** In what a stored snapshot is not the one expected. */
export function differenceOf(
  { shape, arrays, checkpoints, lastCommit }: Sections,
  expected: Snapshot,
): string | undefined {
  const { model, pending, recentIds, version } = expected;
  const names = Object.keys(model.state);
  const values = [
    ...names.map((name) => model.state[name]),
    ...Object.values(pending.toState()),
    ...Object.values(recentIds.state),
    Float64Array.of(version),
  ];
  const differs = values.findIndex((array, i) => i >= arrays.length || !holds(arrays[i], array));
  if (differs >= 0) return names[differs] ?? 'pending rows, ids or version';
  if (values.length !== arrays.length) return 'the number of sections';
  if (String(shape) !== shapeOf(model.definition)) return 'the shape';
  if (String(checkpoints) !== JSON.stringify(expected.checkpoints.toJson())) return 'the checkpoints';
  return String(lastCommit) === JSON.stringify(expected.lastCommit ?? null) ? undefined : 'the ledger row';
}

/** Whether a section holds just these values, to the bit. */
function holds(section: Buffer, array: StateArray): boolean {
  const length = array.byteLength;
  if (section.length !== length) return false;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, length);
  if (length > 64) return Buffer.compare(section, bytes) === 0;
  for (let i = 0; i < length; i++) if (section[i] !== bytes[i]) return false; // quicker than a call out of JavaScript
  return true;
}

function padded(length: number): number {
  return (length + 7) & ~7;
}
