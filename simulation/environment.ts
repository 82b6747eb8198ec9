import { crc32 } from 'node:zlib';
import { gunzip } from '../lambdas/aws/gunzip.ts';
import type { BatchReport, ClaimOrder, StreamRecord } from '../lambdas/ports.ts';
import type { Trainer } from '../lambdas/trainer/train.ts';
import type { Gunzip } from '../records/decode.ts';
import type { Rejection } from '../records/record.ts';
import type { Deployment } from './deployments.ts';
import { ledgerOver, type SnapshotRequests, storeOver } from './snapshot-ports.ts';
import type { Entry } from './stream.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

const requests: SnapshotRequests = { get: 'get', put: 'put', ledger: 'ledger', query: 'query' };

/** One call of the trainer with a batch of a shard. */
export interface Invocation extends Actor {
  readonly environment: Environment;
  readonly batch: readonly Entry[];
  /** Operations on snapshots before it began. */
  readonly operationsBefore: number;
  error: unknown;
}

/** An environment of the function that stays warm between calls: a trainer with what it keeps, one call at a time. */
export class Environment {
  readonly deployment: Deployment;
  /** Operations on snapshots before it was made: it may hold what they have undone since. */
  readonly operationsBefore: number;
  /** The call that it is busy with. */
  running: Invocation | undefined;
  readonly #world: World;
  readonly #trainer: Trainer;
  /** ETags of the snapshots that it may still hold. */
  readonly #held = new Map<string, string>();

  constructor(world: World, deployment: Deployment) {
    this.#world = world;
    this.deployment = deployment;
    this.operationsBefore = world.oracle.operations;
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
      operationsBefore: this.#world.oracle.operations,
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
    const world = this.#world;
    const { wire, failed, oracle, rows } = world;
    const actor = () => this.running as Invocation;
    return {
      store: storeOver(world, actor, requests, {
        read: (model, stored) => {
          if (stored !== undefined) this.#held.set(model, stored.etag);
        },
        committed: (model, bytes, etag, call) => {
          this.#held.set(model, etag);
          oracle.committed(model, bytes, call);
        },
      }),
      ledger: ledgerOver(world, actor, requests),
      quarantine: {
        put: (record: StreamRecord, rejection: Rejection) =>
          wire.send(
            actor(),
            'quarantine',
            () => `quarantines ${record.shardId} ${shortened(record.sequenceNumber)}`,
            () => failed.quarantine(record as Entry, rejection, wire.nowMs),
          ),
      },
      rememberedRows: {
        claim: async (order: ClaimOrder) => {
          const call = actor();
          const words = () => `claims row ${order.id} for ${JSON.stringify(order.claimant.id)}`;
          const answer = await wire.send(call, 'claim', words, () => rows.claim(order));
          rows.answered(call, order, answer);
          return answer;
        },
      },
      clock: {
        nowMs: () => world.trainerNowMs(),
        sleepMs: (ms: number) =>
          wire.send(
            actor(),
            'sleep',
            () => `sleeps ${ms} ms`,
            () => undefined,
            ms,
          ),
      },
      telemetry: { batch: (report: BatchReport) => world.reported(report, actor()) },
      gunzip: rememberingGunzip,
    };
  }
}

/** A gzip bomb takes milliseconds to refuse, each time that it is delivered: the answer is kept by what the bytes are. */
const known = new Map<string, { bytes: Uint8Array } | { error: unknown }>();
export const rememberingGunzip: Gunzip = (bytes, bytesMax) => {
  const key = `${crc32(bytes)}/${bytes.length}`;
  let answer = known.get(key);
  if (answer === undefined) {
    try {
      answer = { bytes: gunzip(bytes, bytesMax) };
    } catch (error) {
      answer = { error };
    }
    known.set(key, answer);
  }
  if ('error' in answer) throw answer.error;
  return answer.bytes;
};

export function shortened(sequenceNumber: bigint): string {
  const text = String(sequenceNumber);
  return text.length > 12 ? `…${text.slice(-6)} (${text.length} digits)` : text;
}
