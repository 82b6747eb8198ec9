import type { Definition } from '../../learning/definition.ts';
import { decodeRecord, type Gunzip } from '../../records/decode.ts';
import type { StreamRecord } from '../ports.ts';
import type { ReadRecord } from './advance.ts';
import { type CommitPorts, commitRecords } from './commit.ts';
import { SnapshotCache } from './snapshot-cache.ts';

export interface TrainerPorts extends CommitPorts {
  readonly gunzip: Gunzip;
}

/** Trains models from batches of the stream; keeps warm snapshots between calls. */
export interface Trainer {
  /**
   * Takes in a batch: records of one shard, in order. Returns when all are in; throws when the batch must come again.
   *
   * @param timeIsUp says that only enough time is left to commit
   */
  train(batch: readonly StreamRecord[], timeIsUp: () => boolean): Promise<void>;
}

/** A trainer of the given models, the default one first, in the world that the ports are. */
export function createTrainer(definitions: ReadonlyMap<string, Definition>, ports: TrainerPorts): Trainer {
  const cache = new SnapshotCache(ports.store, ports.ledger);
  return {
    async train(batch, timeIsUp) {
      for (const [model, records] of recordsByModel(batch, definitions, ports.gunzip)) {
        const definition = definitions.get(model) as Definition;
        await commitRecords({ model, definition, records, timeIsUp }, cache, ports);
      }
    },
  };
}

/** A record that names no model which could be read is counted by the default one, so that each is counted once. */
function recordsByModel(
  batch: readonly StreamRecord[],
  definitions: ReadonlyMap<string, Definition>,
  gunzip: Gunzip,
): ReadonlyMap<string, readonly ReadRecord[]> {
  const [defaultModel] = definitions.keys();
  return Map.groupBy(
    batch.map((source) => ({ source, decoded: decodeRecord(source.data, definitions, gunzip) })),
    ({ decoded }) => (decoded.kind === 'record' ? decoded.record.model : (decoded.rejection.model ?? defaultModel)),
  );
}
