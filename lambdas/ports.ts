import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import type { Rejection } from '../records/record.ts';

/** One record as the stream delivered it. */
export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: bigint;
  readonly data: Uint8Array;
}

export interface StoredSnapshot {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** What became of a conditional write. `unknown`: it may have been applied, now or later. */
export type PutOutcome =
  | { readonly kind: 'committed'; readonly etag: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown'; readonly cause: unknown };

/** Where snapshots are: one object a model, written only if it is still the one that was read. */
export interface SnapshotStore {
  /** Nothing where the model has never committed. @throws when the store does not answer. */
  get(model: string): Promise<StoredSnapshot | undefined>;
  /** `etag`: that of the snapshot this one follows; nothing for a model's first. */
  put(model: string, bytes: Uint8Array, etag: string | undefined): Promise<PutOutcome>;
}

/** What a look at a model's snapshot found. `none`: it has none. */
export type Look =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'read'; readonly stored: StoredSnapshot }
  | { readonly kind: 'none' };

/** Where snapshots are, for those who only read them. */
export interface SnapshotReader {
  /**
   * Reads a model's snapshot, unless it is still the one with this ETag.
   *
   * @throws when the store does not answer.
   */
  look(model: string, etag: string | undefined): Promise<Look>;
}

/** A version of a model's snapshot that the store has kept. */
export interface KeptVersion {
  /** The store's own name for it. */
  readonly id: string;
  readonly writtenAtMs: number;
}

/** What snapshots were before they were replaced or deleted. */
export interface SnapshotHistory {
  /** All that was ever written and is still kept, the current one included, the newest first. */
  versions(model: string): Promise<readonly KeptVersion[]>;
  read(model: string, id: string): Promise<Uint8Array>;
}

/** Copies of versions that models are pinned to, which no lifecycle takes away. Writing one twice leaves one. */
export interface PinnedSnapshots {
  put(model: string, version: number, bytes: Uint8Array): Promise<void>;
  /** Nothing where no model was ever pinned to that version. */
  get(model: string, version: number): Promise<Uint8Array | undefined>;
}

/** The history of commits. Writing a row twice leaves it as it is. */
export interface Ledger {
  put(row: LedgerRow): Promise<void>;
  /** The last version of a model that there is a row of; 0 where there is none. */
  lastVersion(model: string): Promise<number>;
}

/** Where records go that cannot be read. Writing one twice leaves one. */
export interface Quarantine {
  put(record: StreamRecord, rejection: Rejection): Promise<void>;
}

/** What became of a claim. `expired`: the row is there still, but its time is over. `unfit`: it has other features. */
export type Claim =
  | { readonly kind: 'claimed'; readonly features: Float64Array }
  | { readonly kind: 'taken' | 'expired' | 'unfit' | 'absent' };

/** A remembered row, and who claims it. */
export interface ClaimOrder {
  readonly model: string;
  /** The row's. */
  readonly id: string;
  /** Of the definition in force: `columnsKey`, and how many features it has. */
  readonly columns: string;
  readonly width: number;
  readonly claimant: Claimant;
  readonly nowMs: number;
  /** How long the row is kept from now on, so that the same claimant can claim it again. */
  readonly keptUntilMs: number;
}

/** The record whose label a row is claimed for. */
export interface Claimant {
  /** The id under which the model knows it. */
  readonly id: string;
  /** Where it stands in the stream. The same record stands elsewhere when somebody sends it again. */
  readonly place: string;
  /** How many ids the model has taken before it. */
  readonly number: number;
  /** The first of those ids that the model still knows. */
  readonly knownFrom: number;
}

/** A row as it was predicted. */
export interface RowToRemember {
  readonly model: string;
  readonly id: string;
  /** The version of the model that predicted it. */
  readonly version: number;
  /** As `packRow` packs them, and `columnsKey` of the definition. */
  readonly features: Uint8Array;
  readonly columns: string;
  readonly predictedAtMs: number;
  readonly expiresAtMs: number;
  /** When it gets the label 0, if it has none by then; nothing where labels do not come by timeout. */
  readonly dueAtMs: number | undefined;
}

/** Remembered rows, for who predicts them. */
export interface RowMemory {
  /** The first row that is remembered under an id stays: another is let go. */
  remember(row: RowToRemember): Promise<void>;
}

/** Remembered rows that are due a label, for who gives them one. */
export interface DueRows {
  /** Ids of a model's rows that are due, in groups of at most `most`. Those that were settled lately may be among them. */
  due(model: string, nowMs: number, most: number): AsyncIterable<readonly string[]>;
  /** Says that a label is under way, so that the row is not due any more. */
  settle(model: string, id: string): Promise<void>;
}

/** Rows that were predicted and wait for their label. */
export interface RowClaims {
  /**
   * Takes a row for one record, whoever else asks for it from then on.
   *
   * It is given again to the record that has it: to the same place in the stream always, also when the row's time is over
   * meanwhile; to another place as long as the model would know if the record had been taken since the last claim. The last
   * claim is the one that is kept.
   */
  claim(order: ClaimOrder): Promise<Claim>;
}

/** Time, for deadlines, pauses and people; order never depends on it. */
export interface Clock {
  nowMs(): number;
  sleepMs(ms: number): Promise<void>;
}

/** What a batch did to one model, for metrics and the log. */
export interface BatchReport {
  readonly model: string;
  /** Records of the batch that were this model's. */
  readonly received: number;
  /** Of those, how many an earlier commit had taken in already. */
  readonly replayed: number;
  /** Times that another's commit came first. */
  readonly conflicts: number;
  /** The commit made, if there was anything new. */
  readonly commit: LedgerRow | undefined;
}

/** What the predictor was asked, and how that ended. */
export interface AnswerReport {
  readonly model: string;
  readonly status: number;
  /** Rows predicted. */
  readonly rows: number;
  readonly latencyMs: number;
}

/** Metrics and log. It never throws: training goes on without being seen. */
export interface Telemetry {
  batch(report: BatchReport): void;
}

/** What is put on the stream. */
export interface StreamEntry {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** An entry, by its place in the call, that the stream did not take. */
export interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** The stream, for those who write to it. */
export interface RecordStream {
  /** Puts up to 500 entries, and says which were refused. @throws when the outcome of all is unknown. */
  put(entries: readonly StreamEntry[]): Promise<readonly Refusal[]>;
}

/** An object with records that no model has learned. */
export interface FailedObject {
  readonly key: string;
  /** A batch that Lambda gave up, or a record that could not be read. */
  readonly kind: 'batch' | 'record';
  readonly storedAtMs: number;
  /** Models whose records in it have been sent again. */
  readonly redriven: ReadonlySet<string>;
}

/** Where records wait that no model has learned. Marking an object twice leaves one mark. */
export interface FailedRecords {
  list(): Promise<readonly FailedObject[]>;
  read(key: string): Promise<Uint8Array>;
  /** Notes that a model's records in an object are on the stream again. */
  markRedriven(key: string, model: string): Promise<void>;
}
