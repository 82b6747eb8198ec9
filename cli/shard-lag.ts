import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { Checkpoints } from '../learning/snapshot/checkpoints.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';

/** A shard beyond its last checkpoint. */
export interface ShardLag {
  readonly shardId: string;
  /** How old the first record is that no model has taken; nothing where none waits. */
  readonly waitingMs: number | undefined;
}

/** How far a model has come in the stream. */
export interface Taken {
  readonly checkpoints: Checkpoints;
  /** When it was started from nothing, and has taken nothing since: what it had taken before is not known any more. */
  readonly startedAtMs: number | undefined;
}

/** A snapshot that was committed and has no checkpoint is that of a reset or an import. */
export function takenBy({ checkpoints, lastCommit }: Pick<Snapshot, 'checkpoints' | 'lastCommit'>): Taken {
  return { checkpoints, startedAtMs: checkpoints.toJson().length === 0 ? lastCommit?.committedAtMs : undefined };
}

/** Reads of a shard until its end: one may come back empty before it. */
const LOOKS = 5;

/**
 * What waits on each shard, beyond the last checkpoint that any model has on it; `nowMs` to say for how long.
 *
 * @param taken of each model; a shard that none has a checkpoint of is looked at from its start, or from when the last
 *   model was started from nothing
 */
export async function waitingOn(stream: string, taken: readonly Taken[], nowMs: number): Promise<ShardLag[]> {
  const client = new KinesisClient({});
  const checkpoints = furthest(taken.map((one) => one.checkpoints));
  const startedAtMs = Math.max(0, ...taken.map((one) => one.startedAtMs ?? 0));
  const seen: ShardLag[] = [];
  for (const { ShardId: shardId = '', SequenceNumberRange } of await shardsIn(client, stream)) {
    // a checkpoint is a number; an endpoint may write its own with zeros before them
    const digits = SequenceNumberRange?.StartingSequenceNumber?.length ?? 0;
    const checkpoint = checkpoints.get(shardId)?.toString().padStart(digits, '0');
    const shard = { StreamName: stream, ShardId: shardId };
    let arrived = await firstArrival(client, { ...shard, ...placeAfter(checkpoint) });
    if (arrived !== undefined && arrived < startedAtMs) {
      const since = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(startedAtMs) } as const;
      arrived = await firstArrival(client, { ...shard, ...since });
    }
    seen.push({ shardId, waitingMs: arrived && Math.max(0, nowMs - arrived) });
  }
  return seen;
}

async function shardsIn(client: KinesisClient, stream: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let next: { StreamName: string } | { NextToken: string } | undefined = { StreamName: stream };
  while (next !== undefined) {
    const page: { Shards?: Shard[]; NextToken?: string } = await client.send(new ListShardsCommand(next));
    shards.push(...(page.Shards ?? []));
    next = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
  }
  return shards;
}

function placeAfter(checkpoint: string | undefined) {
  return checkpoint === undefined
    ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
    : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: checkpoint } as const);
}

/** When the first record from a place on arrived; nothing where there is none. */
async function firstArrival(client: KinesisClient, place: GetShardIteratorCommandInput): Promise<number | undefined> {
  let { ShardIterator: from } = await client.send(new GetShardIteratorCommand(place));
  for (let look = 0; look < LOOKS && from !== undefined; look++) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: from, Limit: 1 }));
    const [record] = page.Records ?? [];
    if (record !== undefined) return record.ApproximateArrivalTimestamp?.getTime();
    if (page.MillisBehindLatest === 0) return undefined;
    from = page.NextShardIterator;
  }
  return undefined;
}

/** Of each shard the last sequence number that any model has taken: what is behind it no model has. */
function furthest(all: readonly Checkpoints[]): Map<string, bigint> {
  const last = new Map<string, bigint>();
  for (const [shardId, number] of all.flatMap((checkpoints) => checkpoints.toJson())) {
    const one = BigInt(number);
    if (one > (last.get(shardId) ?? -1n)) last.set(shardId, one);
  }
  return last;
}
