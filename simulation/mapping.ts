import { type Environment, type Invocation, shortened } from './environment.ts';
import type { Rules } from './rules.ts';
import type { Entry, Shard } from './stream.ts';
import type { World } from './world.ts';

/** How far the mapping has read a shard. */
export interface Reader {
  readonly shard: Shard;
  /** Index of the next entry: all before it were delivered and answered, given up, or expired. */
  position: number;
  /** The call that moves the position; calls besides it repeat what was delivered. */
  running: Invocation | undefined;
  /** How many of the entries from the position on failed the last time. */
  failed: number;
  /** Whether it waits for its parents to be drained; the documentation does not promise that it does. */
  waitsForParents: boolean;
}

/** As lib/settings.ts has them. */
const RECORD_AGE_MAX_MS = 6 * 86_400_000;
export const RETENTION_MS = 7 * 86_400_000;

/** The event source mapping: what Lambda does between stream and trainer, as far as it is documented; the rest is chosen. */
export class Mapping {
  readonly readers: Reader[] = [];
  readonly environments: Environment[] = [];
  /** Calls that fail before the function begins. */
  outage = 0;
  readonly #world: World;
  readonly #start: Rules['startingPosition'];
  /** Records of a batch, at most. */
  readonly #batchMax: number;
  /** Calls under way. */
  #calls = 0;
  /** Operators who have destroyed the pipeline, and have not deployed it yet. */
  #destroyers = 0;

  constructor(world: World, start: Rules['startingPosition'], batchMax: number) {
    this.#world = world;
    this.#start = start;
    this.#batchMax = batchMax;
    for (const shard of world.stream.shards) this.add(shard, true);
  }

  add(shard: Shard, waitsForParents: boolean): void {
    if (this.#destroyers > 0) return; // whoever deploys finds it
    const position = this.#start === 'LATEST' ? shard.entries.length + 1 : 0; // a mapping of LATEST misses what is first
    this.readers.push({ shard, position, running: undefined, failed: 0, waitsForParents });
  }

  /** No call is under way. */
  get isQuiet(): boolean {
    return this.#calls === 0;
  }

  /** The pipeline's stack is destroyed: nothing is delivered any more; calls under way go on to their end. */
  destroy(): void {
    this.#world.journal.say(() => 'the operator destroys the pipeline');
    this.#destroyers += 1;
    this.readers.splice(0);
    this.environments.splice(0);
  }

  /** It is deployed again: a new mapping begins at the oldest records that the stream holds. */
  deploy(): void {
    this.#destroyers -= 1;
    if (this.#destroyers > 0) return;
    this.#world.journal.say(() => 'the operator deploys the pipeline again');
    this.#world.journal.count('M6');
    this.#world.oracle.streamReadAgain(this.#world.stream.entries);
    for (const shard of this.#world.stream.shards) this.add(shard, true);
  }

  /** Readers that could deliver now. */
  ready(): Reader[] {
    return this.readers.filter(
      (reader) =>
        reader.running === undefined &&
        reader.position < reader.shard.entries.length &&
        !(reader.waitsForParents && reader.shard.parents.some((parent) => !this.#isDrained(parent))),
    );
  }

  /** Delivers the next batch of a shard. */
  deliver(reader: Reader): void {
    this.#giveUpOld(reader);
    const { shard, position } = reader;
    const available = Math.min(shard.entries.length - position, this.#batchMax);
    if (available <= 0) return;
    if (this.#failsBeforeItBegins(shard)) return;
    const { choices, journal } = this.#world;
    const rate = this.#world.faultRate;
    let count = available - (choices.order(3) < 2 ? 0 : choices.order(available));
    if (reader.failed > 0 && choices.fault('delivery', 1, 4 * rate) === 1) {
      count = Math.max(1, Math.ceil(Math.min(reader.failed, available) / 2));
      journal.say(() => `the mapping bisects the batch of ${shard.id}`);
      journal.count('D4');
    }
    const back = Math.min(choices.fault('delivery', 3, rate), position - shard.trimmed); // as a poller does that lost its place
    if (back > 0) journal.count('D4');
    const batch = shard.entries.slice(Math.max(position - back, 0), position + count);
    if (choices.fault('delivery', 1, rate) === 1) {
      journal.count('D4');
      batch.splice(1, 0, batch[0]); // no fact forbids it
    }
    const to = position + count;
    reader.running = this.#invoke(shard, batch, (call) => this.#ended(reader, to, call));
  }

  /** Delivers once more what was delivered before or is being delivered; the position stays. */
  deliverAgain(reader: Reader, from: number, to: number): void {
    const batch = reader.shard.entries.slice(Math.max(from, reader.shard.trimmed), to);
    if (batch.length === 0) return;
    if (reader.running !== undefined) this.#world.journal.count('D5');
    this.#invoke(reader.shard, batch, () => {});
  }

  #invoke(shard: Shard, batch: readonly Entry[], ended: (call: Invocation) => void): Invocation {
    const world = this.#world;
    const { choices, journal } = world;
    journal.calls += 1;
    this.#calls += 1;
    const idle = this.environments.filter(
      ({ running, deployment }) => running === undefined && deployment === world.deployment,
    );
    const isNew = idle.length === 0 || choices.fault('delivery', 1, world.faultRate) === 1;
    const environment = isNew ? world.newEnvironment() : idle[idle.length - 1 - choices.order(idle.length)];
    if (isNew) this.environments.push(environment);
    const timeUp = choices.fault('delivery', 6, world.faultRate);
    const name = `call ${journal.calls}`;
    journal.say(
      () =>
        `${name} (${isNew ? 'cold' : 'warm'}): ${shard.id}: ${batch.length} records from ${shortened(batch[0].sequenceNumber)}`,
    );
    return environment.invoke(name, batch, timeUp === 0 ? Number.POSITIVE_INFINITY : timeUp - 1, (call) => {
      this.#calls -= 1;
      if (call.status === 'crashed' && this.environments.includes(environment)) {
        this.environments.splice(this.environments.indexOf(environment), 1);
      }
      journal.say(() => `${name}: ${call.status}${call.error instanceof Error ? `: ${call.error.message}` : ''}`);
      world.oracle.ended(call);
      world.heard(call);
      ended(call);
    });
  }

  #ended(reader: Reader, to: number, call: Invocation): void {
    reader.running = undefined;
    if (call.status === 'returned') {
      reader.position = Math.max(reader.position, to);
      reader.failed = 0;
    } else {
      reader.failed = Math.max(0, to - reader.position);
    }
  }

  #failsBeforeItBegins(shard: Shard): boolean {
    if (this.outage === 0) return false;
    this.outage -= 1;
    this.#world.journal.calls += 1;
    this.#world.journal.count('K9');
    this.#world.journal.say(() => `a call for ${shard.id} fails before it begins`);
    return true;
  }

  /** What is expired is gone; what is older than the record age goes into the on-failure bucket, whole. */
  #giveUpOld(reader: Reader): void {
    const { shard } = reader;
    const { journal, wire } = this.#world;
    for (; reader.position < shard.trimmed; reader.position++) {
      const entry = shard.entries[reader.position];
      if (entry.fate !== undefined || entry.givenUp) continue; // a new mapping has begun at the oldest
      entry.expired = true;
      journal.count('D14');
      journal.say(() => `${shard.id} ${shortened(entry.sequenceNumber)} has expired unread`);
    }
    const from = reader.position;
    while (
      reader.position < shard.entries.length &&
      reader.position < from + this.#batchMax &&
      wire.nowMs - shard.entries[reader.position].arrivedMs > RECORD_AGE_MAX_MS
    ) {
      shard.entries[reader.position].givenUp = true;
      reader.position += 1;
    }
    if (reader.position === from) return;
    journal.count('D13');
    journal.say(() => `the mapping gives up ${reader.position - from} records of ${shard.id}`);
    this.#world.failed.giveUp(shard.entries.slice(from, reader.position), wire.nowMs);
  }

  #isDrained(shard: Shard): boolean {
    const reader = this.readers.find((one) => one.shard === shard) as Reader;
    return !shard.open && reader.running === undefined && reader.position >= shard.entries.length;
  }
}
