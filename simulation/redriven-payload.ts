import type { StreamEntry } from '../lambdas/ports.ts';
import { isRedriven, originId, unwrapRedriven } from '../records/redriven.ts';
import type { Payload } from './payloads.ts';
import type { Entry } from './stream.ts';

/**
 * What an entry is, in truth, that a redrive puts on the stream: a copy of one that was there, under its id, or, where
 * it has none, under that of its place.
 */
export function redrivenPayload({ data, partitionKey }: StreamEntry, entries: readonly Entry[]): Payload {
  const copied = isRedriven(data) ? byPlace(unwrapRedriven(data).id, entries) : byBytes(data, entries);
  if (copied === undefined) throw new Error('a redrive puts a record on the stream that was never there');
  const origin = originOf(copied);
  const { truth } = origin.payload;
  const named = truth.kind === 'good' ? { ...truth, id: truth.id ?? originId(origin) } : truth;
  return { partitionKey, data, truth: named, row: undefined, origin };
}

/** Whether a copy of an entry was put on the stream: of the very one, or of another with the same id. */
export function onStreamAgain(entry: Entry, entries: readonly Entry[]): boolean {
  const own = originOf(entry);
  const { truth } = own.payload;
  const isSame = ({ payload: { truth: other } }: Entry) =>
    truth.kind === 'good' && other.kind === 'good' && truth.id === other.id && truth.model === other.model;
  return entries.some(
    ({ payload: { origin } }) =>
      origin !== undefined && (origin === own || (truth.kind === 'good' && truth.id !== undefined && isSame(origin))),
  );
}

/** The first entry that one is a copy of; itself where it was sent by a producer. */
function originOf(entry: Entry): Entry {
  return entry.payload.origin ?? entry;
}

function byPlace(id: string, entries: readonly Entry[]): Entry | undefined {
  return entries.find((entry) => originId(entry) === id);
}

function byBytes(data: Uint8Array, entries: readonly Entry[]): Entry | undefined {
  return entries.find((entry) => Buffer.compare(entry.data, data) === 0);
}
