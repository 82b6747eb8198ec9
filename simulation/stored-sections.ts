import { shapeOf } from '../learning/definition.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';

/** A snapshot's sections where they lie, in the order of `encodeSnapshot`. */
export interface Sections {
  readonly shape: string;
  /** The model, the pending rows, the ids, the version: where each begins, and how long it is, in bytes. */
  readonly arrays: readonly { readonly at: number; readonly byteLength: number }[];
  readonly checkpoints: string;
  readonly lastCommit: string;
  /** All of it. */
  readonly whole: Buffer;
}

/**
 * Looks into a snapshot by the layout of learning/snapshot/sections.ts, without copies and without checksum and names,
 * which the trainer checks whenever it reads. The oracle looks at every commit, so this has to be quick.
 */
export function sectionsIn(bytes: Uint8Array): Sections {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all: { at: number; byteLength: number }[] = [];
  let at = 24;
  for (let left = whole.readUInt32LE(16); left > 0; left--) {
    const byteLength = whole.readUInt32LE(at + 4);
    const dataAt = at + 8 + padded(whole[at + 1]);
    all.push({ at: dataAt, byteLength });
    at = dataAt + padded(byteLength);
  }
  const text = (section: { at: number; byteLength: number }) =>
    whole.toString('utf8', section.at, section.at + section.byteLength);
  const [shape, ...arrays] = all.slice(0, -3);
  const [checkpoints, version, lastCommit] = all.slice(-3);
  return {
    shape: text(shape),
    arrays: [...arrays, version],
    checkpoints: text(checkpoints),
    lastCommit: text(lastCommit),
    whole,
  };
}

/** In what a stored snapshot is not the one expected. */
export function differenceOf(sections: Sections, expected: Snapshot): string | undefined {
  const { shape, arrays, checkpoints, lastCommit } = sections;
  const { model, pending, recentIds, version } = expected;
  const names = Object.keys(model.state);
  const waiting = pending.toState();
  const { ring, added } = recentIds.state;
  const values = names.map((name) => model.state[name]);
  values.push(waiting['pending/X'], waiting['pending/y'], ring, added, Float64Array.of(version));
  const differs = values.findIndex(({ byteLength }, i) => arrays[i]?.byteLength !== byteLength);
  const place = differs >= 0 ? differs : differingPlace(sections, values);
  if (place >= 0) return names[place] ?? 'pending rows, ids or version';
  if (values.length !== arrays.length) return 'the number of sections';
  if (shape !== shapeOf(model.definition)) return 'the shape';
  if (checkpoints !== JSON.stringify(expected.checkpoints.toJson())) return 'the checkpoints';
  return lastCommit === JSON.stringify(expected.lastCommit ?? null) ? undefined : 'the ledger row';
}

/** A snapshot with the values expected in it, to be compared at one go. */
let scratch = Buffer.alloc(1 << 16);

/** Which of the arrays does not hold just these values, bit by bit; −1: none. All are as long as they have to be. */
function differingPlace({ arrays, whole }: Sections, values: readonly ArrayBufferView[]): number {
  if (scratch.length < whole.length) scratch = Buffer.alloc(2 * whole.length);
  scratch.set(whole);
  for (let i = 0; i < values.length; i++) {
    const { buffer, byteOffset, byteLength } = values[i];
    scratch.set(new Uint8Array(buffer, byteOffset, byteLength), arrays[i].at);
  }
  if (whole.compare(scratch, 0, whole.length) === 0) return -1;
  return arrays.findIndex(
    ({ at, byteLength }) => whole.compare(scratch, at, at + byteLength, at, at + byteLength) !== 0,
  );
}

function padded(length: number): number {
  return (length + 7) & ~7;
}
