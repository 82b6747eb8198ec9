import type { ReadyRecord } from '../lambdas/trainer/advance.ts';
import type { Definition } from '../learning/definition.ts';
import type { Entry, Fate } from './stream.ts';

/** One commit of a model, as the oracle saw it applied. */
export interface Version {
  readonly bytes: Uint8Array;
  readonly definition: Definition;
  /** All that were in force with it. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** The ledger row as JSON. */
  readonly row: string;
  /** Entries that it took in, in order. */
  readonly added: readonly Added[];
  /** What they say, labels with their rows. */
  readonly reads: readonly ReadyRecord[];
  /** Remembered rows that they brought in. */
  readonly rowIds: readonly string[];
  /** What it goes on from, where an operator made it; else the version before it. */
  readonly basis: Basis | undefined;
}

export interface Added {
  readonly entry: Entry;
  readonly fate: Fate;
  /** The id by which it is known, of one that was taken. */
  readonly id: string | undefined;
}

/** `gone back`: weights of `from`, but ids and checkpoints of all that was in. */
export type Basis =
  | { readonly kind: 'restored'; readonly from: number }
  | { readonly kind: 'gone back'; readonly from: number }
  | { readonly kind: 'reset' };

/** What a version has in it. */
export interface Contents {
  readonly taken: Set<string>;
  /** The last sequence number of each shard that a commit has passed. */
  readonly passed: Map<string, bigint>;
  readonly fates: Map<Entry, Fate>;
  /** Versions whose records its weights have learned, in order; nothing where they went back and its ids did not. */
  learned: Version[] | undefined;
}

/** What the version of a number has in it, followed back through what operators did; 0: nothing. */
export function contentsAt(versions: readonly Version[], version: number): Contents {
  let base = version;
  while (base > 0 && versions[base - 1].basis === undefined) base -= 1;
  const contents = base === 0 ? nothing() : basedOn(versions, base);
  for (const next of versions.slice(base, version)) add(contents, next);
  return contents;
}

function basedOn(versions: readonly Version[], number: number): Contents {
  const basis = versions[number - 1].basis as Basis;
  if (basis.kind === 'reset') return nothing();
  const earlier = contentsAt(versions, basis.from);
  if (basis.kind === 'restored') return earlier;
  const { taken, passed, fates } = contentsAt(versions, number - 1);
  for (const id of earlier.taken) taken.add(id);
  for (const [shardId, last] of earlier.passed) if ((passed.get(shardId) ?? -1n) < last) passed.set(shardId, last);
  for (const [entry, fate] of earlier.fates) if (!fates.has(entry)) fates.set(entry, fate);
  return { taken, passed, fates, learned: undefined };
}

function nothing(): Contents {
  return { taken: new Set(), passed: new Map(), fates: new Map(), learned: [] };
}

function add(contents: Contents, version: Version): void {
  for (const { entry, fate, id } of version.added) {
    contents.fates.set(entry, fate);
    contents.passed.set(entry.shardId, entry.sequenceNumber);
    if (id !== undefined) contents.taken.add(id);
  }
  contents.learned?.push(version);
}
