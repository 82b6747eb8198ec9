import { keys } from '../lambdas/contract.ts';
import type { FailedObject, FailedRecords, StreamRecord } from '../lambdas/ports.ts';
import type { Rejection } from '../records/record.ts';
import { isRedriven } from '../records/redriven.ts';
import { nameOf } from './entry-name.ts';
import { invocationRecord, quarantineDocument } from './failed-documents.ts';
import { onStreamAgain } from './redriven-payload.ts';
import type { Entry } from './stream.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** What lies in the bucket: a batch that was given up, or a record in quarantine, with who has been told of it. */
interface Failed {
  readonly kind: FailedObject['kind'];
  readonly entries: readonly Entry[];
  readonly storedAtMs: number;
  /** Why the trainer could not read the record; nothing of a batch. */
  readonly rejection: Rejection | undefined;
  readonly redriven: Set<string>;
  reads: number;
}

/** The quarantine bucket: what Lambda and the trainer put there, and the marks of redrives beside it. */
export class FailedBucket {
  readonly #objects = new Map<string, Failed>();
  #batches = 0;

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** Reads under which a record lies in quarantine. */
  reasonOf({ shardId, sequenceNumber }: StreamRecord): string | undefined {
    return this.#objects.get(keys.quarantine(shardId, String(sequenceNumber)))?.rejection?.reason;
  }

  /** As the trainer puts away a record; a repeat overwrites itself. */
  quarantine(entry: Entry, rejection: Rejection, nowMs: number): void {
    const key = keys.quarantine(entry.shardId, String(entry.sequenceNumber));
    const redriven = this.#objects.get(key)?.redriven ?? new Set<string>(); // marks lie beside the object
    this.#objects.set(key, { kind: 'record', entries: [entry], storedAtMs: nowMs, rejection, redriven, reads: 0 });
  }

  /** As Lambda puts away a batch. */
  giveUp(entries: readonly Entry[], nowMs: number): void {
    this.#batches += 1;
    const key = `${keys.failedBatches}mapping/${this.#batches}`;
    const redriven = new Set<string>();
    this.#objects.set(key, { kind: 'batch', entries, storedAtMs: nowMs, rejection: undefined, redriven, reads: 0 });
  }

  get keys(): readonly string[] {
    return [...this.#objects.keys()];
  }

  /** A redrive of all or of one model is complete: what was there when it began is on the stream again. */
  expectSent(keys: readonly string[], model: string | undefined, { stream, journal }: World): void {
    for (const key of keys) {
      const { kind, entries, redriven } = this.#objects.get(key) as Failed;
      if (kind === 'record' && (redriven.size > 0 || isRedriven(entries[0].data))) continue; // once, or in vain
      const own = entries.filter(({ payload: { truth } }) => model === undefined || truth.model === model);
      const missing = own.find((entry) => !onStreamAgain(entry, stream.entries));
      if (missing !== undefined)
        journal.violate(`a redrive is complete, and has left out ${nameOf(missing)} of ${key}`);
    }
  }

  /** The bucket as an operator's process sees it. */
  over(world: World, actor: Actor): FailedRecords {
    const { wire } = world;
    return {
      list: () =>
        wire.send(
          actor,
          'lookAtFailed',
          () => 'lists what failed',
          () =>
            [...this.#objects].map(([key, { kind, storedAtMs, redriven }]) => ({
              key,
              kind,
              storedAtMs,
              redriven: new Set(redriven),
            })),
        ),
      read: (key) =>
        wire.send(
          actor,
          'lookAtFailed',
          () => `reads ${key}`,
          () => this.#read(key, world),
        ),
      markRedriven: (key, model) =>
        wire.send(
          actor,
          'mark',
          () => `marks ${model} in ${key}`,
          () => this.#mark(key, model, world),
        ),
    };
  }

  #read(key: string, { journal }: World): Uint8Array {
    const object = this.#objects.get(key) as Failed;
    const { kind, entries, rejection } = object;
    if (kind === 'record') journal.count('R6');
    else journal.count(object.reads > 0 || entries.some(({ fate }) => fate !== undefined) ? 'R2' : 'R1');
    if (kind === 'batch' && entries.some(({ payload }) => payload.truth.kind === 'bad')) journal.count('R3');
    object.reads += 1;
    return Buffer.from(
      JSON.stringify(rejection === undefined ? givenUp(entries, key) : quarantineDocument(entries[0], rejection)),
    );
  }

  /** What is marked is never sent again, so it has to be on the stream. */
  #mark(key: string, model: string, { stream, journal }: World): void {
    const { redriven, entries, rejection } = this.#objects.get(key) as Failed;
    redriven.add(model);
    const own = entries.filter(({ payload: { truth } }) => rejection !== undefined || truth.model === model);
    const missing = own.find((entry) => !onStreamAgain(entry, stream.entries));
    if (missing !== undefined) journal.violate(`${key} is marked as sent again for ${model}, and is not on the stream`);
  }
}

/** Lambda's documentation does not say whether `payload` is an object or JSON in a string: it is either, in turn. */
function givenUp(entries: readonly Entry[], key: string) {
  const records = entries.map(({ payload: { partitionKey }, ...record }) => ({ ...record, partitionKey }));
  const document = invocationRecord(records);
  return key.length % 2 === 0 ? document : { ...document, payload: JSON.stringify(document.payload) };
}
