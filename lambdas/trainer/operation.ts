import type { Definition } from '../../learning/definition.ts';
import { type LedgerRow, qualityRow } from '../../learning/snapshot/ledger-row.ts';
import type { Operation } from '../../learning/snapshot/operation.ts';
import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { decodeSnapshot, type Snapshot, type SnapshotHead } from '../../learning/snapshot/snapshot.ts';
import { steered } from '../../learning/snapshot/steering.ts';
import type { Clock, KeptVersion, Ledger, SnapshotHistory, SnapshotStore } from '../ports.ts';
import { isSameCommit, putSnapshot, UNKNOWN_MAX } from './commit.ts';
import { headOrDamage } from './kept-version.ts';

/** What is needed of the world to put another snapshot in place of a model's. */
export interface OperationPorts {
  readonly store: SnapshotStore;
  readonly history: SnapshotHistory;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Which model an operation is about, and where. */
export interface Subject<Ports extends OperationPorts = OperationPorts> {
  readonly model: string;
  readonly definition: Definition;
  readonly ports: Ports;
}

/** A snapshot that is ready to be committed, over the one with this ETag. */
export interface Prepared {
  readonly snapshot: Snapshot & { readonly lastCommit: LedgerRow };
  readonly etag: string | undefined;
}

/** Times that the trainer may come first: it commits every few seconds, and to look and write takes less than one. */
const TRIES = 10;

/**
 * Makes a commit that is not the trainer's, under the same condition as its own: when another came first, all is looked
 * at again.
 *
 * @param prepare called before each try; nothing: there is nothing to be done
 * @returns the commit's row
 */
export async function commitOperation(
  model: string,
  prepare: () => Promise<Prepared | undefined>,
  ports: OperationPorts,
): Promise<LedgerRow | undefined> {
  const unknown: LedgerRow[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const landed = await landedOf(model, unknown, ports.history);
    const prepared = landed === undefined ? await prepare() : undefined;
    const row = landed ?? prepared?.snapshot.lastCommit;
    if (row === undefined) return undefined;
    if (prepared !== undefined) {
      const outcome = await putSnapshot(model, prepared.snapshot, prepared.etag, ports);
      if (outcome.kind === 'unknown') unknown.push(row);
      if (outcome.kind === 'unknown' && unknown.length === UNKNOWN_MAX) throw outcome.cause;
      if (outcome.kind !== 'committed') {
        await ports.clock.sleepMs(50 * attempt);
        continue;
      }
    }
    await ports.ledger.put(row);
    return row;
  }
  throw new Error(
    `model ${model}: another commit came first ${TRIES} times; try again, or destroy the pipeline before`,
  );
}

/** Of writes whose outcome was unknown, one that was applied, whatever was committed on top of it since. */
async function landedOf(
  model: string,
  unknown: readonly LedgerRow[],
  history: SnapshotHistory,
): Promise<LedgerRow | undefined> {
  if (unknown.length === 0) return undefined;
  for (const { id } of await history.versions(model)) {
    const { version, lastCommit } = headOrDamage(await history.read(model, id)) ?? {};
    const landed = unknown.find((row) => isSameCommit(row, lastCommit));
    if (landed !== undefined) return landed;
    if (version !== undefined && version < unknown[0].version) return undefined;
  }
  return undefined;
}

/** A version that the store has kept, as far as it can be read. */
export interface SeenVersion {
  readonly kept: KeptVersion;
  /** What it says of itself; nothing of one that is damaged. */
  readonly head: SnapshotHead | undefined;
  readonly read: Read;
}

/** A snapshot that fits the definition, or why it does not. */
export type Read =
  | { readonly kind: 'good'; readonly snapshot: Snapshot }
  | { readonly kind: 'bad'; readonly why: string };

/** What the store has kept of a model, the newest first, read as it is asked for. */
export async function* seenVersions(
  model: string,
  definition: Definition,
  history: SnapshotHistory,
): AsyncGenerator<SeenVersion> {
  for (const kept of await history.versions(model)) {
    const bytes = await history.read(model, kept.id);
    yield { kept, head: headOrDamage(bytes), read: readUnder(bytes, definition) };
  }
}

export function readUnder(bytes: Uint8Array, definition: Definition): Read {
  try {
    return { kind: 'good', snapshot: decodeSnapshot(bytes, definition) };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    return { kind: 'bad', why: error.message };
  }
}

/**
 * The last version that a model ever had, by its ledger and by the newest snapshot that can be read. Writes that
 * snapshot's ledger row where it is missing, as the trainer does: the next version then follows without a gap.
 */
export async function lastVersionOf(model: string, newest: SnapshotHead | undefined, ledger: Ledger): Promise<number> {
  const inLedger = await ledger.lastVersion(model);
  if (newest === undefined || newest.version <= inLedger) return inLedger;
  if (newest.lastCommit !== undefined) await ledger.put(newest.lastCommit);
  return newest.version;
}

/**
 * A snapshot under the version after `last`, with what the operation sets and a row that says what was done; no record is
 * counted by it.
 */
export function operated(
  model: string,
  snapshot: Snapshot,
  last: number,
  operation: Operation,
  committedAtMs: number,
): Prepared['snapshot'] {
  const lastCommit: LedgerRow = {
    model,
    version: last + 1,
    committedAtMs,
    records: { taken: 0, duplicates: 0, quarantined: 0 },
    rows: 0,
    pendingRows: snapshot.pending.count,
    segments: [],
    quality: qualityRow(snapshot.model),
    operation,
  };
  const steering = steered(snapshot.steering, operation, committedAtMs, () => snapshot.steering);
  return { ...snapshot, version: last + 1, lastCommit, steering };
}
