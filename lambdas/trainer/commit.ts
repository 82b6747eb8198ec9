import type { Definition } from '../../learning/definition.ts';
import { encodeSnapshot } from '../../learning/snapshot/snapshot.ts';
import type { BatchReport, Clock, Ledger, PutOutcome, Quarantine, SnapshotStore } from '../ports.ts';
import { type Advanced, advance, type ReadRecord } from './advance.ts';
import { quarantineAll } from './quarantine-all.ts';
import type { SnapshotCache } from './snapshot-cache.ts';

/** What the trainer needs of the world to commit. */
export interface CommitPorts {
  readonly store: SnapshotStore;
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
}

/** 409 says that another write is under way: 5 tries, 50 ms doubling, give up after 1.5 s. */
const BUSY_TRIES = 5;
/** After this many writes whose outcome stayed unknown, Lambda's redelivery is the better retry. */
const UNKNOWN_MAX = 3;

/** Not all of a batch could be taken; what was is committed, and Lambda delivers the batch again. */
export class IncompleteBatchError extends Error {
  override readonly name = 'IncompleteBatchError';
}

/**
 * Brings the records of one model in a batch into its snapshot: the commit of docs/architecture.md.
 *
 * Either they are in, each exactly once, or it throws, and then a prefix of them may be. Calling it again with the
 * same records is always right.
 *
 * @param records of one model and one shard, in the order of the shard
 */
export async function commitRecords(
  model: string,
  definition: Definition,
  records: readonly ReadRecord[],
  cache: SnapshotCache,
  ports: CommitPorts,
  timeIsUp: () => boolean,
): Promise<BatchReport> {
  let conflicts = 0;
  let unknowns = 0;
  for (;;) {
    const { snapshot, etag } = await cache.take(model, definition);
    const fresh = records.filter(({ source }) => !snapshot.checkpoints.covers(source.shardId, source.sequenceNumber));
    const report = { model, received: records.length, replayed: records.length - fresh.length, conflicts };
    if (fresh.length === 0) {
      cache.keep(model, { snapshot, etag });
      return { ...report, commit: undefined };
    }
    const { safe, failure } = await quarantineAll(ports.quarantine, fresh);
    const advanced = advance(model, snapshot, fresh.slice(0, safe), ports.clock.nowMs(), timeIsUp);
    const done = recordsIn(advanced);
    if (done > 0) {
      const outcome = await put(model, advanced, etag, ports);
      if (outcome.kind === 'committed') {
        await ports.ledger.put(advanced.row);
        cache.keep(model, { snapshot: advanced.snapshot, etag: outcome.etag });
      } else {
        if (outcome.kind === 'unknown' && ++unknowns === UNKNOWN_MAX) throw outcome.cause;
        conflicts += 1;
        if (timeIsUp()) throw incomplete(model, records, `time ran out after ${conflicts} conflicting commits`);
        await ports.clock.sleepMs(10 * Math.min(conflicts, 10));
        continue;
      }
    }
    if (failure !== undefined) throw incomplete(model, fresh.slice(safe), 'quarantine failed', failure.cause);
    if (done < fresh.length) throw incomplete(model, fresh.slice(done), 'time ran out');
    return { ...report, commit: advanced.row };
  }
}

async function put(
  model: string,
  { snapshot }: Advanced,
  etag: string | undefined,
  { store, clock }: CommitPorts,
): Promise<Exclude<PutOutcome, { kind: 'busy' }>> {
  const bytes = encodeSnapshot(snapshot);
  for (let attempt = 0; attempt < BUSY_TRIES; attempt++) {
    const outcome = await store.put(model, bytes, etag);
    if (outcome.kind !== 'busy') return outcome;
    await clock.sleepMs(50 * 2 ** attempt);
  }
  return { kind: 'unknown', cause: new Error(`model ${model}: the store answered 409 ${BUSY_TRIES} times`) };
}

function recordsIn({ row: { records } }: Advanced): number {
  return records.taken + records.duplicates + records.quarantined;
}

function incomplete(model: string, left: readonly ReadRecord[], why: string, cause?: unknown): IncompleteBatchError {
  const { shardId, sequenceNumber } = left[0].source;
  const message = `model ${model}: ${why}: ${left.length} records left, from ${shardId} ${sequenceNumber}; they come again`;
  return new IncompleteBatchError(message, { cause });
}
