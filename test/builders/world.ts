import { expect } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import type { StreamRecord } from '../../lambdas/ports.ts';
import { advance, type ReadyRecord } from '../../lambdas/trainer/advance.ts';
import { createTrainer, type Trainer } from '../../lambdas/trainer/train.ts';
import type { Definition } from '../../learning/definition.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { decodeSnapshot, emptySnapshot, encodeSnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../records/decode.ts';
import { columnsKey } from '../../records/packed-row.ts';
import { ManualClock } from '../fakes/clock.ts';
import { FakeLedger } from '../fakes/ledger.ts';
import { FakePinnedSnapshots } from '../fakes/pinned-snapshots.ts';
import { FakeQuarantine } from '../fakes/quarantine.ts';
import { FakeRememberedRows } from '../fakes/remembered-rows.ts';
import { FakeSnapshotStore } from '../fakes/snapshot-store.ts';
import { RecordingTelemetry } from '../fakes/telemetry.ts';
import { definitionOf } from './definition.ts';
import { joinedByHand } from './joined.ts';
import { rowsOf } from './rows.ts';

/** Trainers over fakes that share one store, ledger and quarantine. */
export class World {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly store = new FakeSnapshotStore();
  readonly pinned = new FakePinnedSnapshots();
  readonly ledger = new FakeLedger();
  readonly quarantine = new FakeQuarantine();
  readonly rememberedRows = new FakeRememberedRows();
  readonly clock = new ManualClock();
  readonly telemetry = new RecordingTelemetry();

  constructor(definitions: Readonly<Record<string, Definition>> = { clicks: definitionOf() }) {
    this.definitions = new Map(Object.entries(definitions));
  }

  /** A function that has just started: nothing is warm. */
  newTrainer(): Trainer {
    return createTrainer(this.definitions, { ...this, gunzip });
  }

  /** No fault comes any more. */
  mend(): void {
    for (const port of [this.store, this.ledger, this.quarantine, this.rememberedRows]) port.mend();
  }

  bytes(model = 'clicks'): Uint8Array {
    const stored = this.store.objects.get(model);
    if (stored === undefined) throw new Error(`the store has no snapshot of ${model}`);
    return stored.bytes;
  }

  snapshot(model = 'clicks'): Snapshot {
    return decodeSnapshot(this.bytes(model), this.#definition(model));
  }

  /** Labels with the rows that their record has claimed by now. */
  read(records: readonly StreamRecord[]): ReadyRecord[] {
    return records.map((source) =>
      joinedByHand({ source, decoded: decodeRecord(source.data, this.definitions, gunzip) }, this.rememberedRows.rows),
    );
  }

  /** Rows of a model wait for their labels: as the predictor remembers them. */
  remember(
    ids: readonly string[],
    { model = 'clicks', rows = rowsOf(ids.length, { seed: String(ids) }), forMs = 7 * 86_400_000 } = {},
  ): void {
    ids.forEach((id, i) => {
      const features = rows.X.slice(i * rows.width, (i + 1) * rows.width);
      const columns = columnsKey(this.#definition(model));
      this.rememberedRows.rows.set(`${model}/${id}`, { features, columns, expiresAtMs: this.clock.nowMs() + forMs });
    });
  }

  /** The bytes that a plain loop makes of the same records, cut in the same way, at the same times. */
  plainLoop(batches: readonly (readonly StreamRecord[])[], timesMs: readonly number[], model = 'clicks'): Uint8Array {
    let snapshot = emptySnapshot(this.#definition(model));
    batches.forEach((batch, i) => {
      snapshot = advance(model, snapshot, this.read(batch), timesMs[i]).snapshot;
    });
    return encodeSnapshot(snapshot);
  }

  /**
   * That every record is in exactly once, whatever happened: each version of the snapshot is what a plain loop makes
   * of the records between its checkpoints and those of the version before, in order; the last checkpoints are the
   * ends of the shards; the ledger says the same, without a gap.
   */
  expectExactlyOnce(records: readonly StreamRecord[], model = 'clicks'): void {
    const [defaultModel] = this.definitions.keys();
    const own = this.read(records).filter(({ decoded }) =>
      decoded.kind === 'record' ? decoded.record.model === model : (decoded.rejection.model ?? defaultModel) === model,
    );
    const history = this.store.history.filter((write) => write.model === model).map(({ bytes }) => bytes);
    let replayed = emptySnapshot(this.#definition(model));
    const applied: ReadyRecord[] = [];
    const rows: (LedgerRow | undefined)[] = [];
    for (const bytes of history) {
      const next = decodeSnapshot(bytes, this.#definition(model));
      const added = own.filter(
        ({ source: { shardId, sequenceNumber } }) =>
          next.checkpoints.covers(shardId, sequenceNumber) && !replayed.checkpoints.covers(shardId, sequenceNumber),
      );
      replayed = advance(model, replayed, added, next.lastCommit?.committedAtMs ?? Number.NaN).snapshot;
      expect(sameBytes(encodeSnapshot(replayed), bytes), `version ${next.version} is a plain loop's`).toBe(true);
      applied.push(...added);
      rows.push(next.lastCommit);
    }
    expect(new Set(applied)).toEqual(new Set(own));
    expect(applied.length).toBe(own.length);

    expect(rows.map((row) => row?.version)).toEqual(rows.map((_, i) => i + 1));
    expect(this.ledger.rows(model)).toEqual(rows);
    expect(sameBytes(this.bytes(model), history[history.length - 1])).toBe(true);
  }

  #definition(model: string): Definition {
    const definition = this.definitions.get(model);
    if (definition === undefined) throw new Error(`no model ${model} in this world`);
    return definition;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Sums of a model's ledger. */
export function counted(world: World, model = 'clicks') {
  const totals = { taken: 0, duplicates: 0, quarantined: 0, rows: 0, segments: 0 };
  for (const { records, rows, segments } of world.ledger.rows(model)) {
    totals.taken += records.taken;
    totals.duplicates += records.duplicates;
    totals.quarantined += records.quarantined;
    totals.rows += rows;
    totals.segments += segments.length;
  }
  return totals;
}
