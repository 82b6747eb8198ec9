import type { Definition } from '../../learning/definition.ts';
import { type Decoded, decodeRecord, type Gunzip } from '../../records/decode.ts';
import { isRedriven, originId, wrapRedriven } from '../../records/redriven.ts';
import type { FailedObject, FailedRecords, StreamEntry } from '../ports.ts';
import { FailedObjectError, type FailedRecord, readFailedObject } from './failed-object.ts';

/** What is needed to see what waits. */
export interface WaitingPorts {
  readonly failed: FailedRecords;
  /** The models, the default one first. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly gunzip: Gunzip;
}

/** Records of one model in a failed object, which have not been sent again. */
export interface WaitingRecords {
  readonly kind: 'waiting';
  readonly object: FailedObject;
  readonly model: string;
  readonly reason: string;
  readonly atMs: number;
  readonly records: readonly FailedRecord[];
  /** How many of them the definitions in force cannot read; the trainer would quarantine them. */
  readonly unreadable: number;
  /** Whether this is a record that was sent again already and came back into quarantine, and still cannot be read. */
  readonly inVain: boolean;
  readonly entries: readonly StreamEntry[];
}

/** An object among the failed ones that is something else. */
export interface BrokenObject {
  readonly kind: 'broken';
  readonly object: FailedObject;
  readonly problem: string;
}

/** Reads under way at once: 1,000 quarantined records at 20 ms each take a second and a half. */
const CONCURRENCY = 16;

/** What has not been sent again, of one model or of all, the oldest first. It is read as it is asked for. */
export async function* waitingRecords(
  objects: readonly FailedObject[],
  model: string | undefined,
  ports: WaitingPorts,
): AsyncGenerator<WaitingRecords | BrokenObject> {
  const open = objects.filter(({ kind, redriven }) => kind === 'batch' || redriven.size === 0).toSorted(byTime);
  for (let i = 0; i < open.length; i += CONCURRENCY) {
    const group = open.slice(i, i + CONCURRENCY);
    const contents = await Promise.all(group.map(({ key }) => ports.failed.read(key)));
    for (const [j, object] of group.entries()) yield* waitingIn(object, contents[j], model, ports);
  }
}

function* waitingIn(
  object: FailedObject,
  bytes: Uint8Array,
  only: string | undefined,
  { definitions, gunzip }: WaitingPorts,
): Generator<WaitingRecords | BrokenObject> {
  try {
    const { records, ...content } = readFailedObject(object, bytes);
    const read = records.map((record) => ({ record, decoded: decodeRecord(record.data, definitions, gunzip) }));
    const [defaultModel] = definitions.keys();
    for (const [model, own] of Map.groupBy(read, ({ decoded }) => modelOf(decoded) ?? defaultModel)) {
      if (object.redriven.has(model) || (only !== undefined && only !== model)) continue;
      const unreadable = own.filter(({ decoded }) => decoded.kind === 'rejected');
      yield {
        kind: 'waiting',
        object,
        model,
        ...content,
        records: own.map(({ record }) => record),
        unreadable: unreadable.length,
        inVain: object.kind === 'record' && unreadable.some(({ record }) => isRedriven(record.data)),
        entries: own.map(({ record, decoded }) => entryOf(record, decoded, model)),
      };
    }
  } catch (error) {
    if (!(error instanceof FailedObjectError)) throw error;
    yield { kind: 'broken', object, problem: error.message };
  }
}

function modelOf(decoded: Decoded): string | undefined {
  return decoded.kind === 'record' ? decoded.record.model : decoded.rejection.model;
}

/**
 * A record as it is put on the stream again: as it came if its id can be read, else with the id of where it first stood,
 * so that it is taken once however often it is sent, and not at all if it was taken then.
 */
function entryOf(record: FailedRecord, decoded: Decoded, model: string): StreamEntry {
  const { data, partitionKey = model } = record;
  const hasId = isRedriven(data) || (decoded.kind === 'record' && decoded.record.id !== undefined);
  return { partitionKey, data: hasId ? data : wrapRedriven({ id: originId(record), record: data }) };
}

function byTime(a: FailedObject, b: FailedObject): number {
  return a.storedAtMs - b.storedAtMs || (a.key < b.key ? -1 : 1);
}
