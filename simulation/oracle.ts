import { advance, type ReadRecord } from '../lambdas/trainer/advance.ts';
import type { Definition } from '../learning/definition.ts';
import type { LedgerRow, RecordCounts } from '../learning/snapshot/ledger-row.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../records/decode.ts';
import { originId } from '../records/redriven.ts';
import { type Invocation, rememberingGunzip, shortened } from './environment.ts';
import type { FailedBucket } from './failed-bucket.ts';
import type { Journal } from './journal.ts';
import { textOf } from './ledger.ts';
import { type Added, contentsAt, type Version } from './lineage.ts';
import { basisOf, type Operated, operatedDifference } from './operated.ts';
import { truthUnder } from './payloads.ts';
import type { RowTable } from './row-table.ts';
import { differenceOf, sectionsIn } from './stored-sections.ts';
import type { Entry, Fate } from './stream.ts';

/** What the commits of a model have added up to. */
interface History {
  definition: Definition;
  snapshot: Snapshot;
  /** Commits, from version 1. */
  readonly versions: Version[];
  /** Ids of the records that are in. */
  taken: Set<string>;
  /** The last sequence number of each shard that is in. */
  passed: Map<string, bigint>;
}

/**
 * Knows what must be: it follows every commit that the store applied, says from the batch alone what that commit has to
 * contain, and makes it with a plain loop. Nothing that the trainer believes is asked. Of an operator's commit it knows
 * what was commanded.
 */
export class Oracle {
  /** Commits of operators. */
  operations = 0;
  readonly #histories = new Map<string, History>();
  /** Entries that an operator's commit took out again, with the number of the last one. */
  readonly #undone = new Map<Entry, number>();
  /** By model, which of the operations on all of them was the last on it. */
  readonly #lastOperation = new Map<string, number>();
  readonly #failed: FailedBucket;
  readonly #rows: RowTable;
  readonly #journal: Journal;

  constructor(failed: FailedBucket, rows: RowTable, journal: Journal) {
    this.#failed = failed;
    this.#rows = rows;
    this.#journal = journal;
  }

  /** A PUT of the trainer was applied: is it the version that must follow? */
  committed(model: string, bytes: Uint8Array, call: Invocation): void {
    const { definitions } = call.environment.deployment;
    const definition = definitions.get(model) as Definition;
    const history = this.#historyOf(model, definition);
    const sections = sectionsIn(bytes);
    const text = sections.lastCommit;
    const row: LedgerRow = JSON.parse(text);
    const name = `version ${row.version} of ${model}`;
    if (!this.#follows(row, history)) return;
    const checkpoints = new Map<string, string>(JSON.parse(sections.checkpoints));
    const added = this.#addedBy(call, row, history, checkpoints);
    const counts = { taken: 0, duplicates: 0, quarantined: 0 };
    for (const { entry, fate } of added) this.#settle(entry, fate, definitions, counts);
    const reads = added.map(({ entry }) => this.#rows.joined(call, read(entry, definitions)));
    const next = advance(model, history.snapshot, reads, row.committedAtMs);
    const { taken, duplicates, quarantined } = next.row.records;
    if (taken !== counts.taken || duplicates !== counts.duplicates || quarantined !== counts.quarantined) {
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
    const rowIds = reads.flatMap((record, i) =>
      added[i].fate === 'taken' ? this.#rows.learnedFrom(call, record) : [],
    );
    history.versions.push({ bytes, definition, definitions, row: text, added, reads, rowIds, basis: undefined });
    if (rowIds.length > 0) this.#expectRowsOnce(model, history);
  }

  /** A PUT of an operator was applied: is it what was commanded? */
  operated(model: string, bytes: Uint8Array, operated: Operated): void {
    const { definition, definitions } = operated;
    const history = this.#historyOf(model, undefined);
    const sections = sectionsIn(bytes);
    const text = sections.lastCommit;
    const row: LedgerRow = JSON.parse(text);
    if (!this.#follows(row, history)) return;
    const basis = basisOf(row, history.versions, operated);
    const wrong =
      typeof basis === 'string' ? basis : operatedDifference(sections, row, basis, history.versions, definition);
    if (typeof basis === 'string' || wrong !== undefined) {
      this.#journal.violate(`version ${row.version} of ${model} is not what the operator commanded: ${wrong}`);
      return;
    }
    this.operations += 1;
    this.#lastOperation.set(model, this.operations);
    history.versions.push({ bytes, definition, definitions, row: text, added: [], reads: [], rowIds: [], basis });
    history.definition = definition;
    history.snapshot = decodeSnapshot(bytes, definition);
    this.#goOnFrom(model, history);
  }

  /** A ledger row is about a commit that was made. */
  written(row: LedgerRow): void {
    if (this.rowOf(row.model, row.version) !== textOf(row)) {
      this.#journal.violate(`ledger row ${row.version} of ${row.model} is about no commit that was made`);
    }
  }

  /** A call that returns has left nothing behind; one that throws for a model has taken in the others' records. */
  ended(call: Invocation): void {
    const left = call.batch.find((entry) => this.#isLeft(entry, call));
    if (left === undefined) return;
    if (call.status === 'returned') this.#journal.violate(`${call.name} returned, and ${nameOf(left)} is not in`);
    if (call.status !== 'threw') return;
    const message = call.error instanceof Error ? call.error.message : String(call.error);
    const mayBeLeft = (model: string) => call.faults > 0 || message.includes(`model ${model}:`);
    const heldUp = call.batch.find((entry) => this.#isLeft(entry, call) && !mayBeLeft(entry.payload.truth.model));
    if (heldUp !== undefined) {
      this.#journal.violate(
        `${call.name} left out ${nameOf(heldUp)} of ${heldUp.payload.truth.model}, and said: ${message}`,
      );
    }
  }

  /** A new mapping has begun at the oldest of the stream: what was undone, and is not behind a checkpoint, comes again. */
  streamReadAgain(entries: readonly Entry[]): void {
    for (const entry of entries) if (!this.#wasPassed(entry)) entry.undone = false;
  }

  get models(): readonly string[] {
    return [...this.#histories.keys()];
  }

  /** Commits of a model, from version 1. */
  versions(model: string): readonly Version[] {
    return this.#histories.get(model)?.versions ?? [];
  }

  /** The ledger row of a commit that was made, as JSON. */
  rowOf(model: string, version: number): string | undefined {
    return this.versions(model)[version - 1]?.row;
  }

  /** However the stream was cut into batches and commits, the model is that of one loop over the records in order. */
  expectCutsNotToMatter(model: string): void {
    const { versions, definition, snapshot } = this.#histories.get(model) as History;
    const { learned } = contentsAt(versions, versions.length);
    if (learned === undefined || learned.length < 2) return; // by one commit there is no cut
    if (learned.some((version) => version.definition !== definition)) return; // a deployment came between
    const reads = learned.flatMap((version) => version.reads);
    const whole = advance(model, emptySnapshot(definition), reads, 0).snapshot;
    const { version, lastCommit } = snapshot;
    const stored = sectionsIn((versions.at(-1) as Version).bytes);
    if (differenceOf(stored, { ...whole, version, lastCommit }) !== undefined) {
      this.#journal.violate(`model ${model} depends on how its records were cut into batches`);
    }
  }

  /** When all is drained: a row that a record has claimed is learned if the record was taken, and who is taken has claimed. */
  expectLabelsLearned(model: string): void {
    const { versions } = this.#histories.get(model) as History;
    if (this.operations > 0) return; // what an operator undid is not always learned again
    const learned = new Set(versions.flatMap(({ rowIds }) => rowIds));
    for (const { entry, fate, id } of versions.flatMap(({ added }) => added)) {
      const { truth } = entry.payload;
      if (fate !== 'taken' || truth.kind === 'bad' || truth.labels === undefined) continue;
      for (const label of truth.labels.filter((one) => this.#rows.isKept(one.id))) {
        const claimant = this.#rows.claimantOf(label.id);
        if (claimant === undefined) this.#journal.violate(`${nameOf(entry)} is taken without row ${label.id}`);
        if (claimant === id && !learned.has(label.id)) {
          this.#journal.violate(`row ${label.id} is claimed by ${nameOf(entry)}, which is taken, and not learned`);
        }
      }
    }
  }

  /** No row is in the model twice, as far back as it goes on from. */
  #expectRowsOnce(model: string, { versions }: History): void {
    const { learned } = contentsAt(versions, versions.length);
    const ids = (learned ?? []).flatMap(({ rowIds }) => rowIds);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) this.#journal.violate(`row ${twice} is in ${model} twice`);
  }

  #follows({ model, version }: LedgerRow, { versions }: History): boolean {
    if (version === versions.length + 1) return true;
    this.#journal.violate(`version ${version} of ${model} follows version ${versions.length}`);
    return false;
  }

  /** The entries of a call's batch that its commit took in: those of the model behind what was passed, in order. */
  #addedBy(
    call: Invocation,
    { model, records }: LedgerRow,
    history: History,
    checkpoints: ReadonlyMap<string, string>,
  ): Added[] {
    const { shardId } = call.batch[0];
    const until = BigInt(checkpoints.get(shardId) ?? -1);
    const left: Entry[] = [];
    for (const entry of call.batch) {
      const { payload, sequenceNumber } = entry;
      if (payload.truth.model !== model || sequenceNumber > until) continue;
      if (sequenceNumber > (left.at(-1)?.sequenceNumber ?? history.passed.get(shardId) ?? -1n)) left.push(entry);
    }
    const counted = records.taken + records.duplicates + records.quarantined;
    // an operator undid what this call or its environment knows to be in: it goes on behind that, or takes it again
    const mayGoOn = counted < left.length && this.#operatedSince(call.environment.operationsBefore, model);
    const entries = mayGoOn ? left.slice(left.length - counted) : left;
    if (entries.length === 0) this.#journal.violate(`${call.name} made a commit of ${model} with nothing new in it`);
    else history.passed.set(shardId, entries[entries.length - 1].sequenceNumber);
    return entries.map((entry) => this.#fateOf(entry, history, call.environment.deployment.definitions));
  }

  /** Whether an operator has made a commit of a model after so many operations on all. */
  #operatedSince(operations: number, model: string): boolean {
    return (this.#lastOperation.get(model) ?? 0) > operations;
  }

  #fateOf(entry: Entry, { taken }: History, definitions: ReadonlyMap<string, Definition>): Added {
    const truth = truthUnder(entry.payload, definitions);
    if (truth.kind === 'bad') return { entry, fate: 'quarantined', id: undefined };
    const { id = originId(entry) } = truth;
    if (taken.has(id)) return { entry, fate: 'duplicate', id: undefined };
    taken.add(id);
    return { entry, fate: 'taken', id };
  }

  #settle(
    entry: Entry,
    fate: Fate,
    definitions: ReadonlyMap<string, Definition>,
    counts: { -readonly [count in keyof RecordCounts]: number },
  ): void {
    if (entry.fate !== undefined) this.#journal.violate(`${nameOf(entry)} is in twice`);
    entry.fate = fate;
    entry.undone = false;
    counts[fate === 'duplicate' ? 'duplicates' : fate] += 1;
    if (fate !== 'quarantined') return;
    const truth = truthUnder(entry.payload, definitions);
    const expected = truth.kind === 'bad' ? truth.reason : 'nothing';
    const reason = this.#failed.reasonOf(entry);
    if (reason !== expected) {
      this.#journal.violate(`${nameOf(entry)} is counted as quarantined for ${expected}, quarantine has ${reason}`);
    }
  }

  /** After an operator's commit other records are in than before it. */
  #goOnFrom(model: string, history: History): void {
    const { taken, passed, fates } = contentsAt(history.versions, history.versions.length);
    const before = history.versions.flatMap(({ added }) => added.map(({ entry }) => entry));
    for (const entry of before) {
      const fate = fates.get(entry);
      if (entry.fate !== undefined && fate === undefined) {
        entry.undone = true;
        this.#undone.set(entry, this.operations);
      }
      if (fate !== undefined) entry.undone = false;
      entry.fate = fate;
    }
    history.taken = taken;
    history.passed = passed;
    this.#journal.say(() => `  ${model} has ${fates.size} records in it`);
  }

  /** Not in, and neither the call nor its environment may think that it is. */
  #isLeft(entry: Entry, { environment, operationsBefore }: Invocation): boolean {
    if (entry.fate !== undefined || this.#wasPassed(entry)) return false;
    if (this.#operatedSince(operationsBefore, entry.payload.truth.model)) return false;
    return (this.#undone.get(entry) ?? 0) <= environment.operationsBefore;
  }

  #wasPassed({ payload, shardId, sequenceNumber }: Entry): boolean {
    return sequenceNumber <= (this.#histories.get(payload.truth.model)?.passed.get(shardId) ?? -1n);
  }

  /** Under another definition than before a snapshot is read again. */
  #historyOf(model: string, definition: Definition | undefined): History {
    let history = this.#histories.get(model);
    if (history === undefined) {
      if (definition === undefined) throw new Error(`an operator made the first commit of ${model}`);
      const snapshot = emptySnapshot(definition);
      history = { definition, snapshot, versions: [], taken: new Set(), passed: new Map() };
      this.#histories.set(model, history);
    }
    if (definition !== undefined && history.definition !== definition) {
      const last = history.versions.at(-1);
      history.definition = definition;
      history.snapshot = last === undefined ? emptySnapshot(definition) : decodeSnapshot(last.bytes, definition);
    }
    return history;
  }
}

const readings = new WeakMap<ReadonlyMap<string, Definition>, WeakMap<Entry, ReadRecord>>();

/** What the bytes of an entry say under the definitions in force; kept, because each is asked for several times. */
function read(entry: Entry, definitions: ReadonlyMap<string, Definition>): ReadRecord {
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
