import type { Definition } from '../learning/definition.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { entriesAddedBy } from './additions.ts';
import { expectCutsNotToMatter } from './cuts.ts';
import { nameOf } from './entry-name.ts';
import type { Invocation } from './environment.ts';
import type { FailedBucket } from './failed-bucket.ts';
import { History } from './history.ts';
import type { Journal } from './journal.ts';
import { expectLabelsLearned, expectRowsOnce } from './label-rows.ts';
import { textOf } from './ledger.ts';
import type { Version } from './lineage.ts';
import { basisOf, type Operated, operatedDifference } from './operated.ts';
import { expectPlainLoop } from './plain-loop.ts';
import { Readings } from './readings.ts';
import type { RowTable } from './row-table.ts';
import { settle } from './settlement.ts';
import { sectionsIn } from './stored-sections.ts';
import type { Entry } from './stream.ts';
import { Undoings } from './undoings.ts';

/**
 * Knows what must be: it follows every commit that the store applied, says from the batch alone what that commit has to
 * contain, and makes it with a plain loop. Nothing that the trainer believes is asked. Of an operator's commit it knows
 * what was commanded.
 */
export class Oracle {
  readonly #histories = new Map<string, History>();
  readonly #undoings = new Undoings();
  readonly #readings = new Readings();
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
    const history = this.#historyUnder(model, definition);
    const sections = sectionsIn(bytes);
    const row: LedgerRow = JSON.parse(sections.lastCommit);
    if (!this.#follows(row, history)) return;
    const entries = entriesAddedBy(call, row, sections, history, this.#undoings);
    if (entries.length === 0) this.#journal.violate(`${call.name} made a commit of ${model} with nothing new in it`);
    const added = entries.map((entry) => history.take(entry, definitions));
    const settled = settle(added, definitions, this.#failed, this.#journal);
    const reads = added.map(({ entry }) => this.#rows.joined(call, this.#readings.of(entry, definitions)));
    expectPlainLoop(sections, row, history, reads, settled, this.#journal);
    const rowIds = reads.flatMap((record, i) =>
      added[i].fate === 'taken' ? this.#rows.learnedFrom(call, record) : [],
    );
    const text = sections.lastCommit;
    history.versions.push({ bytes, definition, definitions, row: text, added, reads, rowIds, basis: undefined });
    if (rowIds.length > 0) expectRowsOnce(model, history.versions, this.#journal);
  }

  /** A PUT of an operator was applied: is it what was commanded? */
  operated(model: string, bytes: Uint8Array, operated: Operated): void {
    const { definition, definitions } = operated;
    const history = this.#histories.get(model);
    if (history === undefined) throw new Error(`an operator made the first commit of ${model}`);
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
    const version = { bytes, definition, definitions, row: text, added: [], reads: [], rowIds: [], basis };
    const contents = history.goOnFrom(version);
    this.#undoings.operated(model, history.versions, contents);
    this.#journal.say(() => `  ${model} has ${contents.fates.size} records in it`);
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

  /** When all is drained: what each model has learned is what its records say, however they came. */
  expectAllLearned(): void {
    for (const [model, history] of this.#histories) expectCutsNotToMatter(model, history, this.#journal);
    if (this.operations > 0) return; // what an operator undid is not always learned again
    expectLabelsLearned(this.versions('clicks'), this.#rows, this.#journal);
  }

  /** Commits of operators. */
  get operations(): number {
    return this.#undoings.operations;
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

  #historyUnder(model: string, definition: Definition): History {
    let history = this.#histories.get(model);
    if (history === undefined) {
      history = new History(definition);
      this.#histories.set(model, history);
    }
    history.goOnUnder(definition);
    return history;
  }

  #follows({ model, version }: LedgerRow, { versions }: History): boolean {
    if (version === versions.length + 1) return true;
    this.#journal.violate(`version ${version} of ${model} follows version ${versions.length}`);
    return false;
  }

  /** Not in, and neither the call nor its environment may think that it is. */
  #isLeft(entry: Entry, { environment, operationsBefore }: Invocation): boolean {
    if (entry.fate !== undefined || this.#wasPassed(entry)) return false;
    if (this.#undoings.operatedSince(operationsBefore, entry.payload.truth.model)) return false;
    return !this.#undoings.undoneSince(environment.operationsBefore, entry);
  }

  #wasPassed({ payload, shardId, sequenceNumber }: Entry): boolean {
    const history = this.#histories.get(payload.truth.model);
    return history !== undefined && sequenceNumber <= history.passed(shardId);
  }
}
