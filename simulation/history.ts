import type { Definition } from '../learning/definition.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { originId } from '../records/redriven.ts';
import { type Added, type Contents, contentsAt, type Version } from './lineage.ts';
import { truthUnder } from './payloads.ts';
import type { Entry } from './stream.ts';

/** What the commits of a model have added up to. */
export class History {
  /** Commits, from version 1. */
  readonly versions: Version[] = [];
  /** The last version's; the plain loop goes on from it, and writes into it. */
  snapshot: Snapshot;
  #definition: Definition;
  /** Ids of the records that are in. */
  #taken = new Set<string>();
  /** The last sequence number of each shard that is in. */
  #passed = new Map<string, bigint>();

  constructor(definition: Definition) {
    this.#definition = definition;
    this.snapshot = emptySnapshot(definition);
  }

  get definition(): Definition {
    return this.#definition;
  }

  /** Under another definition than before a snapshot is read again. */
  goOnUnder(definition: Definition): void {
    if (definition !== this.#definition) this.#readAgain(definition);
  }

  /** The last sequence number of a shard that is in; −1 before the first. */
  passed(shardId: string): bigint {
    return this.#passed.get(shardId) ?? -1n;
  }

  /** Takes in an entry as a commit has to under the definitions in force. */
  take(entry: Entry, definitions: ReadonlyMap<string, Definition>): Added {
    this.#passed.set(entry.shardId, entry.sequenceNumber);
    const truth = truthUnder(entry.payload, definitions);
    if (truth.kind === 'bad') return { entry, fate: 'quarantined', id: undefined };
    const { id = originId(entry) } = truth;
    if (this.#taken.has(id)) return { entry, fate: 'duplicate', id: undefined };
    this.#taken.add(id);
    return { entry, fate: 'taken', id };
  }

  /** Goes on from what an operator has made, in which other records are in than before it. */
  goOnFrom(operated: Version): Contents {
    this.versions.push(operated);
    this.#readAgain(operated.definition);
    const contents = contentsAt(this.versions, this.versions.length);
    this.#taken = contents.taken;
    this.#passed = contents.passed;
    return contents;
  }

  #readAgain(definition: Definition): void {
    const last = this.versions.at(-1);
    this.#definition = definition;
    this.snapshot = last === undefined ? emptySnapshot(definition) : decodeSnapshot(last.bytes, definition);
  }
}
