import { advance, type ReadRecord } from '../lambdas/trainer/advance.ts';
import type { Definition } from '../learning/definition.ts';
import type { LedgerRow, RecordCounts } from '../learning/snapshot/ledger-row.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../records/decode.ts';
import { type Invocation, rememberingGunzip, shortened } from './environment.ts';
import type { Journal } from './journal.ts';
import { differenceOf, sectionsIn } from './stored-sections.ts';
import type { Entry, Fate } from './stream.ts';

/** What the commits of a model have added up to. */
interface History {
  definition: Definition;
  snapshot: Snapshot;
  bytes: Uint8Array | undefined;
  /** Ids and nameless records that were taken. */
  readonly taken: Set<string>;
  /** The last sequence number of each shard that a commit has passed. */
  readonly passed: Map<string, bigint>;
  /** Ledger rows as JSON, from version 1. */
  readonly rows: string[];
  /** Every entry that a commit took in, in order. */
  readonly applied: { readonly entry: Entry; readonly definition: Definition }[];
}

/**
 * Knows what must be: it follows every commit that the store applied, says from the batch alone what that commit has to
 * contain, and makes it with a plain loop. Nothing that the trainer believes is asked.
 */
export class Oracle {
  readonly #histories = new Map<string, History>();
  readonly #quarantine: ReadonlyMap<string, string>;
  readonly #journal: Journal;

  constructor(quarantine: ReadonlyMap<string, string>, journal: Journal) {
    this.#quarantine = quarantine;
    this.#journal = journal;
  }

  /** A PUT was applied: is it the version that must follow? */
  committed(model: string, bytes: Uint8Array, call: Invocation): void {
    const definition = call.environment.deployment.definitions.get(model) as Definition;
    const history = this.#historyOf(model, definition);
    const sections = sectionsIn(bytes);
    const row: LedgerRow = JSON.parse(String(sections.lastCommit));
    const name = `version ${row.version} of ${model}`;
    if (row.version !== history.rows.length + 1) {
      this.#journal.violate(`${name} follows version ${history.rows.length}`);
      return;
    }
    const checkpoints = new Map<string, string>(JSON.parse(String(sections.checkpoints)));
    const added = this.#addedBy(call, model, history, checkpoints);
    const counts = { taken: 0, duplicates: 0, quarantined: 0 };
    for (const entry of added) this.#settle(entry, this.#fateOf(entry, history), counts);
    history.applied.push(...added.map((entry) => ({ entry, definition })));
    const next = advance(
      model,
      history.snapshot,
      added.map((entry) => read(entry, call)),
      row.committedAtMs,
    );
    if (JSON.stringify(next.row.records) !== JSON.stringify(counts)) {
      this.#journal.violate(
        `${name}: expected ${JSON.stringify(counts)}, the plain loop says ${JSON.stringify(next.row.records)}`,
      );
    }
    const wrong = differenceOf(sections, next.snapshot);
    if (wrong !== undefined) {
      const contents = `expected ${JSON.stringify(counts)}, got ${JSON.stringify(row.records)}`;
      this.#journal.violate(`${name} is not what a plain loop makes: ${contents}; ${wrong} differs`);
    }
    for (const values of Object.values(next.snapshot.model.champion.state)) {
      for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(Number(values[i]))) this.#journal.violate(`${name} has a weight that is not finite`);
      }
    }
    history.snapshot = next.snapshot;
    history.bytes = bytes;
    history.rows.push(JSON.stringify(row));
  }

  /** A ledger row is about a commit that was made. */
  written(row: LedgerRow): void {
    if (this.rows(row.model)[row.version - 1] !== JSON.stringify(row)) {
      this.#journal.violate(`ledger row ${row.version} of ${row.model} is about no commit that was made`);
    }
  }

  /** A call that returns has left nothing behind; one that throws for a model has taken in the others' records. */
  ended(call: Invocation): void {
    const message = call.error instanceof Error ? call.error.message : String(call.error);
    const mayBeLeft = (model: string) => call.faults > 0 || message.includes(`model ${model}:`);
    const left = call.batch.find((entry) => entry.fate === undefined && !this.#wasPassed(entry));
    if (call.status === 'returned' && left !== undefined) {
      this.#journal.violate(`${call.name} returned, and ${nameOf(left)} is not in`);
    }
    if (call.status !== 'threw') return;
    const heldUp = call.batch.find(
      (entry) => entry.fate === undefined && !this.#wasPassed(entry) && !mayBeLeft(entry.payload.truth.model),
    );
    if (heldUp !== undefined) {
      this.#journal.violate(
        `${call.name} left out ${nameOf(heldUp)} of ${heldUp.payload.truth.model}, and said: ${message}`,
      );
    }
  }

  /** Ledger rows of the commits made, as JSON, from version 1. */
  rows(model: string): readonly string[] {
    return this.#histories.get(model)?.rows ?? [];
  }

  get models(): readonly string[] {
    return [...this.#histories.keys()];
  }

  bytes(model: string): Uint8Array | undefined {
    return this.#histories.get(model)?.bytes;
  }

  /** However the stream was cut into batches and commits, the model is that of one loop over the records in order. */
  expectCutsNotToMatter(model: string): void {
    const history = this.#histories.get(model) as History;
    if (history.applied.some(({ definition }) => definition !== history.definition)) return; // a deployment came between
    const reads = history.applied.map(({ entry }) => read(entry, undefined, model, history.definition));
    const { snapshot } = advance(model, emptySnapshot(history.definition), reads, 0);
    const { version, lastCommit } = history.snapshot;
    if (differenceOf(sectionsIn(history.bytes as Uint8Array), { ...snapshot, version, lastCommit }) !== undefined) {
      this.#journal.violate(`model ${model} depends on how its records were cut into batches`);
    }
  }

  /** The entries of a call's batch that its commit took in: those of the model behind what was passed, in order. */
  #addedBy(call: Invocation, model: string, history: History, checkpoints: ReadonlyMap<string, string>): Entry[] {
    const { shardId } = call.batch[0];
    const until = BigInt(checkpoints.get(shardId) ?? -1);
    const added: Entry[] = [];
    for (const entry of call.batch) {
      if (entry.payload.truth.model !== model || entry.sequenceNumber > until) continue;
      if (entry.sequenceNumber <= (history.passed.get(shardId) ?? -1n)) continue;
      added.push(entry);
      history.passed.set(shardId, entry.sequenceNumber);
    }
    if (added.length === 0) this.#journal.violate(`${call.name} made a commit of ${model} with nothing new in it`);
    return added;
  }

  #fateOf({ payload: { truth }, shardId, sequenceNumber }: Entry, { taken }: History): Fate {
    if (truth.kind === 'bad') return 'quarantined';
    const id = truth.id ?? `nameless/${shardId}/${sequenceNumber}`;
    if (taken.has(id)) return 'duplicate';
    taken.add(id);
    return 'taken';
  }

  #settle(entry: Entry, fate: Fate, counts: { -readonly [count in keyof RecordCounts]: number }): void {
    if (entry.fate !== undefined) this.#journal.violate(`${nameOf(entry)} is in twice`);
    entry.fate = fate;
    counts[fate === 'duplicate' ? 'duplicates' : fate] += 1;
    const { truth } = entry.payload;
    if (truth.kind !== 'bad') return;
    const reason = this.#quarantine.get(`${entry.shardId}/${entry.sequenceNumber}`);
    if (reason !== truth.reason) {
      this.#journal.violate(`${nameOf(entry)} is counted as quarantined for ${truth.reason}, quarantine has ${reason}`);
    }
  }

  #wasPassed({ payload, shardId, sequenceNumber }: Entry): boolean {
    return sequenceNumber <= (this.#histories.get(payload.truth.model)?.passed.get(shardId) ?? -1n);
  }

  #historyOf(model: string, definition: Definition): History {
    let history = this.#histories.get(model);
    if (history === undefined) {
      const snapshot = emptySnapshot(definition);
      history = { definition, snapshot, bytes: undefined, taken: new Set(), passed: new Map(), rows: [], applied: [] };
      this.#histories.set(model, history);
    }
    if (history.definition !== definition) {
      history.definition = definition;
      history.snapshot =
        history.bytes === undefined ? emptySnapshot(definition) : decodeSnapshot(history.bytes, definition);
    }
    return history;
  }
}

const readings = new WeakMap<ReadonlyMap<string, Definition>, WeakMap<Entry, ReadRecord>>();

function read(entry: Entry, call: Invocation | undefined, model = '', definition?: Definition): ReadRecord {
  const definitions = call?.environment.deployment.definitions ?? new Map([[model, definition as Definition]]);
  let known = readings.get(definitions);
  if (known === undefined) {
    known = new WeakMap();
    readings.set(definitions, known);
  }
  let reading = known.get(entry);
  if (reading === undefined) {
    reading = { source: entry, decoded: decodeRecord(entry.data, definitions, rememberingGunzip) };
    known.set(entry, reading);
  }
  return reading;
}

export function nameOf({ shardId, sequenceNumber, payload: { truth } }: Entry): string {
  const what =
    truth.kind === 'bad' ? truth.reason : truth.id === undefined ? 'without an id' : JSON.stringify(truth.id);
  return `${shardId} ${shortened(sequenceNumber)} (${what})`;
}
