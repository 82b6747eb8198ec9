import type { Definition } from '../learning/definition.ts';
import { shapeOf } from '../learning/definition.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { decodeSnapshot, emptySnapshot, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { type Basis, contentsAt, type Version } from './lineage.ts';
import type { Command } from './operator.ts';
import { differenceOf, type Sections, sectionsIn } from './stored-sections.ts';

/** A commit of an operator, and what is known of it besides its bytes. */
export interface Operated {
  readonly command: Command;
  readonly definition: Definition;
  readonly definitions: ReadonlyMap<string, Definition>;
}

/** What an operator's commit has to go on from, by the command alone; or in words why there is no such thing. */
export function basisOf(
  { operation }: LedgerRow,
  versions: readonly Version[],
  { command, definition }: Operated,
): Basis | string {
  if (command.kind === 'rollback') {
    if (operation?.kind !== 'rolledBack') return 'expected a rollback';
    const { version } = command;
    if (operation.from !== version) return `expected a rollback to version ${version}, got ${operation.from}`;
    return { kind: 'gone back', from: version };
  }
  if (command.kind === 'reset' || operation?.kind !== 'restored') {
    if (operation?.kind !== 'reset') return 'expected a reset';
    const mayReset = command.kind === 'reset' || !versions.some(({ bytes }) => fits(sectionsIn(bytes), definition));
    return mayReset ? { kind: 'reset' } : 'a version could have been restored';
  }
  const from = versions.findLastIndex(({ bytes }) => fits(sectionsIn(bytes), definition)) + 1;
  if (operation.from !== from) return `expected version ${from} to be restored, got ${operation.from}`;
  return { kind: 'restored', from };
}

/** In what an operator's commit differs from what it has to be. */
export function operatedDifference(
  sections: Sections,
  row: LedgerRow,
  basis: Basis,
  versions: readonly Version[],
  definition: Definition,
): string | undefined {
  const { version, records } = row;
  if (records.taken + records.duplicates + records.quarantined > 0) return 'it counts records';
  const named = { version, lastCommit: row };
  if (basis.kind === 'reset') return differenceOf(sections, { ...emptySnapshot(definition), ...named });
  const from = decodeSnapshot(versions[basis.from - 1].bytes, definition);
  if (basis.kind === 'restored') return differenceOf(sections, { ...from, ...named });
  const made = decodeSnapshot(sections.whole, definition);
  const { recentIds, checkpoints } = made;
  const { passed } = contentsAt([...versions, { basis, added: [] } as unknown as Version], versions.length + 1);
  const current = decodeSnapshot((versions.at(-1) as Version).bytes, definition);
  const known = new Set(hashes(made));
  if ([...hashes(from), ...hashes(current)].some((hash) => !known.has(hash))) return 'an id is forgotten';
  const back = checkpoints.toJson().find(([shardId, last]) => BigInt(last) !== passed.get(shardId));
  if (back !== undefined || checkpoints.toJson().length !== passed.size) return `the checkpoints, ${back}`;
  return differenceOf(sections, { ...from, recentIds, checkpoints, ...named });
}

function hashes({ recentIds }: Snapshot): BigUint64Array {
  const { ring, added } = recentIds.state;
  return ring.subarray(0, added[0]);
}

function fits({ shape }: Sections, definition: Definition): boolean {
  return shape === shapeOf(definition);
}
