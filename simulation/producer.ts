import type { RecordStream, Refusal, StreamEntry } from '../lambdas/ports.ts';
import { decodeRecord } from '../records/decode.ts';
import { rememberingGunzip } from './environment.ts';
import type { Payload } from './payloads.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** How a producer sends the next part of its order; says whether that was the last. */
export type SendPart = (part: number, stream: RecordStream) => Promise<{ readonly complete: boolean }>;

/** Somebody who sends records: part by part, and a part again from its start when a call of it died. */
export class Producer {
  readonly #world: World;
  readonly #name: string;
  readonly #send: SendPart;
  #part = 0;
  #complete = false;
  #running: Actor | undefined;
  #calls = 0;

  constructor(world: World, name: string, send: SendPart) {
    this.#world = world;
    this.#name = name;
    this.#send = send;
  }

  get ready(): boolean {
    return this.#running === undefined && !this.#complete;
  }

  call(): void {
    this.#calls += 1;
    const actor: Actor = {
      name: `${this.#name}, call ${this.#calls}`,
      status: 'running',
      faults: 0,
      crashed: () => {
        this.#running = undefined;
      },
    };
    this.#running = actor;
    this.#send(this.#part, this.#streamFor(actor)).then(
      ({ complete }) => {
        actor.status = 'returned';
        this.#running = undefined;
        this.#part += 1;
        this.#complete = complete;
      },
      () => {
        actor.status = 'threw';
        this.#running = undefined;
      },
    );
  }

  #streamFor(actor: Actor): RecordStream {
    const { wire, stream, choices, journal, faultRate } = this.#world;
    return {
      put: (entries) =>
        wire.send(actor, 'records', `puts ${entries.length} records on the stream`, () => {
          const isPartial = choices.fault('call', 1, faultRate) === 1;
          if (isPartial) journal.count('R4');
          const refused: Refusal[] = [];
          entries.forEach((entry, index) => {
            if (isPartial && choices.order(2) === 1) refused.push({ index, reason: 'throughput exceeded' });
            else stream.put(this.#payloadOf(entry), wire.nowMs);
          });
          return refused;
        }),
    };
  }

  /** Ours know what they are; what the real producer makes is read. */
  #payloadOf(entry: StreamEntry): Payload {
    if ('truth' in entry) return entry as Payload;
    const decoded = decodeRecord(entry.data, this.#world.deployment.definitions, rememberingGunzip);
    if (decoded.kind === 'rejected') throw new Error(`the producer made a record that is ${decoded.rejection.reason}`);
    const { model, rows } = decoded.record;
    const id = `rows ${rows.X.subarray(0, 3)}`; // what it is, whatever id it was given
    return { partitionKey: '0', data: entry.data, truth: { kind: 'good', model, id }, row: undefined };
  }
}

/** Sends groups of payloads, each with the real `putAll`; when it returns, all of them must be on the stream. */
export function groupsSent(world: World, groups: readonly (readonly Payload[])[]): SendPart {
  return async (part, stream) => {
    await world.code.putAll(groups[part], stream, world.producerClock, () => false);
    const missing = groups[part].find((payload) => !world.stream.entries.some((entry) => entry.payload === payload));
    if (missing !== undefined)
      world.journal.violate('the producer says that all were sent, and one is not on the stream');
    return { complete: part + 1 === groups.length };
  };
}
