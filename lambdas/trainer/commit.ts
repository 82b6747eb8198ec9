import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { encodeSnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { Clock, Ledger, PutOutcome, Quarantine, RowClaims, SnapshotStore, Telemetry } from '../ports.ts';
import { advance, type ReadRecord } from './advance.ts';
import { type JoinResult, joinLabels } from './join-labels.ts';
import type { ModelBatch } from './model-batch.ts';
import { type QuarantineResult, quarantineAll } from './quarantine-all.ts';
import type { SnapshotCache } from './snapshot-cache.ts';

/** What the trainer needs of the world to commit. */
export interface CommitPorts {
  readonly store: SnapshotStore;
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly rememberedRows: RowClaims;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** 409 says that another write is under way: 5 tries, 50 ms doubling, give up after 1.5 s. */
const BUSY_TRIES = 5;
/** After this many writes whose outcome stayed unknown, to begin again later, as Lambda's redelivery does, is the better retry. */
export const UNKNOWN_MAX = 3;

/** Not all of a batch could be taken; what was is committed, and Lambda delivers the batch again. */
export class IncompleteBatchError extends Error {
  override readonly name = 'IncompleteBatchError';
}

/** A commit that was not made, or of which that is not known. */
interface FailedCommit {
  readonly row: LedgerRow;
  readonly outcome: Exclude<PutOutcome, { kind: 'committed' | 'busy' }>;
}

/**
 * Brings the records of one model in a batch into its snapshot: the commit of docs/architecture.md.
 *
 * Either they are in, each exactly once, or it throws, and then a prefix of them may be. Calling it again with the
 * same records is always right. A commit is reported as soon as it is known to be made, whatever comes after it.
 */
export async function commitRecords(batch: ModelBatch, cache: SnapshotCache, ports: CommitPorts): Promise<void> {
  const failed: FailedCommit[] = [];
  for (;;) {
    const { snapshot, etag } = await cache.take(batch.model, batch.definition);
    const fresh = batch.records.filter(
      ({ source }) => !snapshot.checkpoints.covers(source.shardId, source.sequenceNumber),
    );
    const landed = failed.find(({ row }) => isSameCommit(row, snapshot.lastCommit))?.row; // unknown, and it was applied
    const report = reportOf(batch, fresh.length, failed.length, landed);
    if (fresh.length === 0) {
      ports.telemetry.batch(report);
      cache.keep(batch.model, { snapshot, etag });
      return;
    }
    const quarantined = await quarantineAll(ports.quarantine, fresh);
    const joined = await joinLabels(batch, fresh.slice(0, quarantined.safe), snapshot.recentIds, ports);
    const timeIsUp = joined.stopped === undefined ? batch.timeIsUp : () => false; // to claim again would take as long again
    const next = advance(batch.model, snapshot, joined.ready, ports.clock.nowMs(), timeIsUp);
    const done = recordsIn(next.row);
    if (done > 0) {
      const outcome = await putSnapshot(batch.model, next.snapshot, etag, ports);
      if (outcome.kind !== 'committed') {
        failed.push({ row: next.row, outcome });
        await pauseBeforeRetry(batch, failed, ports.clock);
        continue;
      }
      ports.telemetry.batch({ ...report, commit: next.row });
      await ports.ledger.put(next.row);
      cache.keep(batch.model, { snapshot: next.snapshot, etag: outcome.etag });
    }
    if (done === fresh.length) return;
    throw incomplete(batch, fresh.slice(done), ...whyNot(done, joined, quarantined));
  }
}

/** Why no more records than `done` were taken: the first thing that failed, or the time. */
function whyNot(done: number, joined: JoinResult, quarantined: QuarantineResult): [why: string, cause?: unknown] {
  if (joined.stopped !== undefined) return [joined.stopped.why, joined.stopped.cause];
  if (done < quarantined.safe) return ['time ran out'];
  return ['quarantine failed', quarantined.failure?.cause];
}

function reportOf({ model, records }: ModelBatch, fresh: number, conflicts: number, landed: LedgerRow | undefined) {
  const replayed = records.length - fresh - (landed === undefined ? 0 : recordsIn(landed));
  return { model, received: records.length, replayed, conflicts, commit: landed };
}

/** A commit's row tells it from every other: a rival's of the same version has other records or another time. */
export function isSameCommit(row: LedgerRow, stored: LedgerRow | undefined): boolean {
  if (row.version !== stored?.version) return false; // which spares most of them the long comparison
  return JSON.stringify(row) === JSON.stringify(stored);
}

/** Writes a snapshot; again while another write is under way. */
export async function putSnapshot(
  model: string,
  snapshot: Snapshot,
  etag: string | undefined,
  { store, clock }: Pick<CommitPorts, 'store' | 'clock'>,
): Promise<Exclude<PutOutcome, { kind: 'busy' }>> {
  const bytes = encodeSnapshot(snapshot);
  for (let attempt = 0; attempt < BUSY_TRIES; attempt++) {
    const outcome = await store.put(model, bytes, etag);
    if (outcome.kind !== 'busy') return outcome;
    await clock.sleepMs(50 * 2 ** attempt);
  }
  const cause = new Error(`model ${model}: the store answered 409 ${BUSY_TRIES} times`);
  return { kind: 'unknown', cause } as const;
}

/** @throws when another try in this call would not help. */
async function pauseBeforeRetry(batch: ModelBatch, failed: readonly FailedCommit[], clock: Clock): Promise<void> {
  const unknown = failed.filter(({ outcome }) => outcome.kind === 'unknown');
  const last = failed[failed.length - 1].outcome;
  if (last.kind === 'unknown' && unknown.length === UNKNOWN_MAX) throw last.cause;
  if (batch.timeIsUp()) throw incomplete(batch, batch.records, `time ran out after ${failed.length} tries to commit`);
  await clock.sleepMs(10 * Math.min(failed.length, 10));
}

function recordsIn({ records }: LedgerRow): number {
  return records.taken + records.duplicates + records.quarantined;
}

function incomplete(
  { model }: ModelBatch,
  left: readonly ReadRecord[],
  why: string,
  cause?: unknown,
): IncompleteBatchError {
  const { shardId, sequenceNumber } = left[0].source;
  const message = `model ${model}: ${why}: ${left.length} records left, from ${shardId} ${sequenceNumber}; they come again`;
  return new IncompleteBatchError(message, { cause });
}
