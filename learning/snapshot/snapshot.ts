import { type Definition, shapeOf } from '../definition.ts';
import { createModel, type Model } from '../model.ts';
import {
  type Copy,
  copyArrays,
  joinedEntries,
  joinedName,
  type State,
  type StateArray,
  StateMismatchError,
} from '../state.ts';
import { utf8 } from '../utf8.ts';
import { Checkpoints } from './checkpoints.ts';
import type { LedgerRow } from './ledger-row.ts';
import { PendingRows } from './pending-rows.ts';
import { RecentIds } from './recent-ids.ts';
import { decodeSections, encodeEntries, SnapshotError } from './sections.ts';
import type { Steering } from './steering.ts';

/** All state of a model; as bytes it is one object in S3, and writing that object is the commit. */
export interface Snapshot {
  /** The model's commits so far; 0 before the first. */
  readonly version: number;
  readonly model: Model;
  readonly pending: PendingRows;
  readonly recentIds: RecentIds;
  readonly checkpoints: Checkpoints;
  /** The row of the commit that made this version; none at version 0. */
  readonly lastCommit: LedgerRow | undefined;
  /** What a person has set about the model. */
  readonly steering: Steering;
}

/** What a snapshot says of itself, whatever definition it was made for. */
export type SnapshotHead = Pick<Snapshot, 'version' | 'lastCommit' | 'steering'>;

/** A snapshot was made under a definition whose weights do not fit the one in force. */
export class DefinitionChangedError extends SnapshotError {}

/** The state before the first commit. */
export function emptySnapshot(definition: Definition): Snapshot {
  return {
    version: 0,
    model: createModel(definition),
    pending: new PendingRows(definition.features.length),
    recentIds: new RecentIds(),
    checkpoints: new Checkpoints(),
    lastCommit: undefined,
    steering: {},
  };
}

/** The bytes of a snapshot; the same state always gives the same bytes. One that nobody steers says nothing of it. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const steered = Object.keys(snapshot.steering).length > 0;
  return encodeEntries([
    ['shape', utf8(shapeOf(snapshot.model.definition))],
    ...joinedEntries('model', snapshot.model.state),
    ...Object.entries(snapshot.pending.toState()),
    ...joinedEntries('recentIds', snapshot.recentIds.state),
    ['checkpoints', utf8(JSON.stringify(snapshot.checkpoints.toJson()))],
    ['version', Float64Array.of(snapshot.version)],
    ['lastCommit', utf8(JSON.stringify(snapshot.lastCommit ?? null))],
    ...(steered ? [['steering', utf8(JSON.stringify(snapshot.steering))] as const] : []),
  ]);
}

/**
 * Reads a snapshot of a model.
 *
 * @throws {SnapshotError} when the bytes are damaged or of another format version.
 * @throws {DefinitionChangedError} when features, learner or scaler, or an option that decides what the learner stores,
 *   are not those of the definition.
 */
export function decodeSnapshot(bytes: Uint8Array, definition: Definition): Snapshot {
  const sections = decodeSections(bytes);
  const shape = text(sections, 'shape');
  if (shape !== shapeOf(definition)) {
    throw new DefinitionChangedError(`made for ${shape}, but the definition now says ${shapeOf(definition)}`);
  }
  const pending = { 'pending/X': section(sections, 'pending/X'), 'pending/y': section(sections, 'pending/y') };
  const snapshot: Snapshot = {
    ...headOf(sections),
    model: createModel(definition),
    pending: PendingRows.fromState(pending, definition.features.length),
    recentIds: new RecentIds(),
    checkpoints: Checkpoints.fromJson(JSON.parse(text(sections, 'checkpoints'))),
  };
  loadState(sections, 'model', snapshot.model.state);
  loadState(sections, 'recentIds', snapshot.recentIds.state);
  return snapshot;
}

/** @throws {SnapshotError} when the bytes are damaged or of another format version. */
export function readHead(bytes: Uint8Array): SnapshotHead {
  return headOf(decodeSections(bytes));
}

function headOf(sections: State): SnapshotHead {
  return {
    version: (section(sections, 'version') as Float64Array)[0],
    lastCommit: JSON.parse(text(sections, 'lastCommit')) ?? undefined,
    steering: sections.steering === undefined ? {} : JSON.parse(text(sections, 'steering')),
  };
}

/**
 * Copies stored state into a fresh component; a gate that the snapshot does not know yet starts afresh.
 *
 * @throws {DefinitionChangedError} naming an array that is missing or of another length.
 */
export function loadState(sections: State, prefix: string, state: State): void {
  const copies: Copy[] = [];
  for (const name of Object.keys(state)) {
    const from = sections[joinedName(prefix, name)];
    if (from !== undefined || !name.startsWith('gate/')) copies.push({ name, from, to: state[name] });
  }
  try {
    copyArrays(copies);
  } catch (error) {
    if (error instanceof StateMismatchError) throw new DefinitionChangedError(error.message, { cause: error });
    throw error;
  }
}

const decoder = new TextDecoder();

function text(sections: State, name: string): string {
  return decoder.decode(section(sections, name) as Uint8Array<ArrayBuffer>);
}

function section(sections: State, name: string): StateArray {
  const array = sections[name];
  if (array === undefined) throw new SnapshotError(`section ${name} is missing`);
  return array;
}
