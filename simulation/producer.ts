import type { RecordStream, Refusal, StreamEntry } from '../lambdas/ports.ts';
import { decodeRecord } from '../records/decode.ts';
import { Caller } from './caller.ts';
import { rememberingGunzip } from './environment.ts';
import type { RequestKind } from './faults.ts';
import type { Payload } from './payloads.ts';
import type { Actor } from './wire.ts';
import type { World } from './world.ts';

/** Sends groups of payloads, each with the real `putAll`; a group again from its start when a call of it died. */
export function producerOf(world: World, name: string, groups: readonly (readonly Payload[])[]): Caller {
  let part = 0;
  return new Caller(world, name, async (actor) => {
    const group = groups[part];
    const stream = streamOver(world, actor, 'records', (entry) => entry as Payload);
    await world.code.putAll(group, stream, world.producerClock, () => false);
    const missing = group.find((payload) => !world.stream.entries.some((entry) => entry.payload === payload));
    if (missing !== undefined)
      world.journal.violate('the producer says that all were sent, and one is not on the stream');
    part += 1;
    return { complete: part === groups.length };
  });
}

/** The real `sendScenario`, called again with the same order until it says that it is complete. */
export function scenarioProducer(world: World): Caller {
  const order = { scenario: 'small', seed: 7, run: 'run', from: 0, to: 5, length: 100 } as const;
  return new Caller(world, 'the scenario', (actor) => {
    const stream = streamOver(world, actor, 'records', (entry) => readPayload(entry, world));
    return world.code.sendScenario(order, stream, world.producerClock, () => false);
  });
}

/** The stream as one sees it who puts records on it. `payloadOf`: what an entry is, in truth. */
export function streamOver(
  { wire, stream, choices, journal, faultRate }: World,
  actor: Actor,
  kind: RequestKind,
  payloadOf: (entry: StreamEntry) => Payload,
): RecordStream {
  return {
    put: (entries) =>
      wire.send(
        actor,
        kind,
        () => `puts ${entries.length} records on the stream`,
        () => {
          const isPartial = choices.fault('call', 1, faultRate) === 1;
          if (isPartial) journal.count('R4');
          const refused: Refusal[] = [];
          entries.forEach((entry, index) => {
            if (isPartial && choices.order(2) === 1) refused.push({ index, reason: 'throughput exceeded' });
            else stream.put(payloadOf(entry), wire.nowMs);
          });
          return refused;
        },
      ),
  };
}

/** What the real producer makes is read. */
function readPayload({ data }: StreamEntry, { deployment }: World): Payload {
  const decoded = decodeRecord(data, deployment.definitions, rememberingGunzip);
  if (decoded.kind === 'rejected') throw new Error(`the producer made a record that is ${decoded.rejection.reason}`);
  const { model, rows } = decoded.record;
  const id = `rows ${rows.X.subarray(0, 3)}`; // what it is, whatever id it was given
  return {
    partitionKey: '0',
    data,
    truth: { kind: 'good', model, id, width: rows.width },
    row: undefined,
    origin: undefined,
  };
}
