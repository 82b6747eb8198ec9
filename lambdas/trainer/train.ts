import type { Definition } from '../../learning/definition.ts';
import type { Gunzip } from '../../records/decode.ts';
import type { StreamRecord } from '../ports.ts';
import type { ReadRecord } from './advance.ts';
import { type CommitPorts, commitRecords, IncompleteBatchError } from './commit.ts';
import { readPart } from './read-part.ts';
import { SnapshotCache } from './snapshot-cache.ts';

export interface TrainerPorts extends CommitPorts {
  readonly gunzip: Gunzip;
}

/** Trains models from batches of the stream; keeps warm snapshots between calls. */
export interface Trainer {
  /**
   * Takes in a batch: records of one shard. Returns when all are in; throws when the batch must come again. A model
   * that cannot go on does not keep the others from it: their records are in when it throws.
   *
   * @param timeIsUp says that only enough time is left to commit
   */
  train(batch: readonly StreamRecord[], timeIsUp: () => boolean): Promise<void>;
}

/** A trainer of the given models, the default one first, in the world that the ports are. */
export function createTrainer(definitions: ReadonlyMap<string, Definition>, ports: TrainerPorts): Trainer {
  const cache = new SnapshotCache(ports.store, ports.ledger);

  /**
   * Takes in as many records as are decoded at once, and says how many; what they hold is let go with the call. A model that
   * failed is left out from then on, its later records too, and holds up no other.
   */
  async function trainPart(
    batch: readonly StreamRecord[],
    from: number,
    timeIsUp: () => boolean,
    failed: Map<string, unknown>,
  ): Promise<number> {
    const part = readPart(batch, from, definitions, ports.gunzip);
    for (const [model, records] of recordsByModel(part, definitions)) {
      if (failed.has(model)) continue;
      if (failed.size > 0 && timeIsUp()) break; // the rest comes again with what failed
      const definition = definitions.get(model) as Definition;
      try {
        await commitRecords({ model, definition, records, timeIsUp }, cache, ports);
      } catch (error) {
        failed.set(model, error);
      }
    }
    return part.length;
  }

  return {
    async train(records, timeIsUp) {
      const batch = eachOnce(records);
      const failed = new Map<string, unknown>();
      for (let done = 0; done < batch.length; ) {
        if (done > 0 && timeIsUp()) {
          if (failed.size > 0) break;
          throw outOfTime(batch, done);
        }
        done += await trainPart(batch, done, timeIsUp, failed);
      }
      const errors = [...failed.values()];
      if (errors.length === 1) throw errors[0];
      if (errors.length > 1) throw new AggregateError(errors, errors.map(messageOf).join('; '));
    },
  };
}

/** In the shard's order, a record that is in the batch twice only once: checkpoints know of earlier batches only. */
function eachOnce(batch: readonly StreamRecord[]): readonly StreamRecord[] {
  const ordered = batch.toSorted((a, b) =>
    a.sequenceNumber < b.sequenceNumber ? -1 : a.sequenceNumber > b.sequenceNumber ? 1 : 0,
  );
  return ordered.filter(({ sequenceNumber }, i) => i === 0 || sequenceNumber !== ordered[i - 1].sequenceNumber);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A record that names no model which could be read is counted by the default one, so that each is counted once. */
function recordsByModel(
  part: readonly ReadRecord[],
  definitions: ReadonlyMap<string, Definition>,
): ReadonlyMap<string, readonly ReadRecord[]> {
  const [defaultModel] = definitions.keys();
  return Map.groupBy(part, ({ decoded }) =>
    decoded.kind === 'record' ? decoded.record.model : (decoded.rejection.model ?? defaultModel),
  );
}

function outOfTime(batch: readonly StreamRecord[], done: number): IncompleteBatchError {
  const { shardId, sequenceNumber } = batch[done];
  return new IncompleteBatchError(
    `time ran out: ${batch.length - done} records left, from ${shardId} ${sequenceNumber}; they come again`,
  );
}
