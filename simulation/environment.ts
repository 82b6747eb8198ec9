import { gunzip } from '../lambdas/aws/gunzip.ts';
import type { BatchReport, PutOutcome } from '../lambdas/ports.ts';
import type { Trainer } from '../lambdas/trainer/train.ts';
import type { Gunzip } from '../records/decode.ts';
import type { Deployment } from './deployments.ts';
import type { Entry } from './stream.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** One call of the trainer with a batch of a shard. */
export interface Invocation extends Actor {
  readonly environment: Environment;
  readonly batch: readonly Entry[];
  error: unknown;
}

/** An environment of the function that stays warm between calls: a trainer with what it keeps, one call at a time. */
export class Environment {
  readonly deployment: Deployment;
  /** The call that it is busy with. */
  running: Invocation | undefined;
  readonly #world: World;
  readonly #trainer: Trainer;
  /** ETags of the snapshots that it may still hold. */
  readonly #held = new Map<string, string>();

  constructor(world: World, deployment: Deployment) {
    this.#world = world;
    this.deployment = deployment;
    this.#trainer = world.code.createTrainer(deployment.definitions, this.#ports());
  }

  invoke(
    name: string,
    batch: readonly Entry[],
    asksBeforeTimeIsUp: number,
    ended: (call: Invocation) => void,
  ): Invocation {
    const call: Invocation = {
      name,
      environment: this,
      batch,
      status: 'running',
      faults: 0,
      error: undefined,
      crashed: () => this.#end(call, ended),
    };
    this.running = call;
    for (const [model, etag] of this.#held)
      if (etag !== this.#world.store.etag(model)) this.#world.journal.count('X17');
    let asks = 0;
    const timeIsUp = () => {
      asks += 1;
      if (asks === asksBeforeTimeIsUp + 1) {
        call.faults += 1;
        this.#world.journal.count('K11');
      }
      return asks > asksBeforeTimeIsUp;
    };
    this.#trainer.train(batch, timeIsUp).then(
      () => {
        call.status = 'returned';
        this.#end(call, ended);
      },
      (error: unknown) => {
        call.status = 'threw';
        call.error = error;
        this.#end(call, ended);
      },
    );
    return call;
  }

  #end(call: Invocation, ended: (call: Invocation) => void): void {
    this.running = undefined;
    ended(call);
  }

  #ports() {
    const { wire, store, ledger, quarantine, oracle, journal } = this.#world;
    const actor = () => this.running as Invocation;
    return {
      store: {
        get: (model: string) =>
          wire.send(actor(), 'get', `reads the snapshot of ${model}`, () => {
            journal.reads += 1;
            const stored = store.get(model);
            if (stored !== undefined) this.#held.set(model, stored.etag);
            return stored;
          }),
        put: (model: string, bytes: Uint8Array, etag: string | undefined): Promise<PutOutcome> => {
          const call = actor();
          return wire.send(call, 'put', `PUTs a snapshot of ${model}`, () => {
            const outcome = store.put(model, bytes, etag);
            journal.say(() => `  the store: ${outcome.kind}`);
            if (outcome.kind === 'committed') {
              this.#held.set(model, outcome.etag);
              oracle.committed(model, bytes, call);
            }
            return outcome;
          });
        },
      },
      ledger: {
        put: (row: Parameters<typeof ledger.put>[0]) =>
          wire.send(actor(), 'ledger', `writes ledger row ${row.model} ${row.version}`, () => {
            oracle.written(row);
            ledger.put(row);
          }),
        lastVersion: (model: string) =>
          wire.send(actor(), 'query', `asks the ledger for the last version of ${model}`, () =>
            ledger.lastVersion(model),
          ),
      },
      quarantine: {
        put: (record: { shardId: string; sequenceNumber: bigint }, rejection: { reason: string }) =>
          wire.send(actor(), 'quarantine', `quarantines ${record.shardId} ${shortened(record.sequenceNumber)}`, () => {
            quarantine.set(`${record.shardId}/${record.sequenceNumber}`, rejection.reason);
          }),
      },
      clock: {
        nowMs: () => this.#world.trainerNowMs(),
        sleepMs: (ms: number) => wire.send(actor(), 'sleep', `sleeps ${ms} ms`, () => undefined, ms),
      },
      telemetry: { batch: (report: BatchReport) => this.#world.reported(report, actor()) },
      gunzip: rememberingGunzip,
    };
  }
}

/** A gzip bomb takes milliseconds to refuse, each time that it is delivered: the answer is kept with the bytes. */
const known = new WeakMap<Uint8Array, { bytes: Uint8Array } | { error: unknown }>();
export const rememberingGunzip: Gunzip = (bytes, bytesMax) => {
  let answer = known.get(bytes);
  if (answer === undefined) {
    try {
      answer = { bytes: gunzip(bytes, bytesMax) };
    } catch (error) {
      answer = { error };
    }
    known.set(bytes, answer);
  }
  if ('error' in answer) throw answer.error;
  return answer.bytes;
};

export function shortened(sequenceNumber: bigint): string {
  const text = String(sequenceNumber);
  return text.length > 12 ? `…${text.slice(-6)} (${text.length} digits)` : text;
}
