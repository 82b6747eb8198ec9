import { keptBytes } from '../lambdas/trainer/kept-version.ts';
import { readUnder, type Subject } from '../lambdas/trainer/operation.ts';
import type { TrialStanding } from '../learning/gates/gate.ts';
import {
  type FieldChange,
  type StateDifference,
  shapeDifference,
  stateDifference,
} from '../learning/snapshot/difference.ts';
import type { LedgerRow, QualityRow } from '../learning/snapshot/ledger-row.ts';
import { readHead } from '../learning/snapshot/snapshot.ts';
import { type Summary, summarise } from '../report/summary.ts';
import { CommandError } from './errors.ts';
import type { ModelPorts } from './operation-ports.ts';

/** What changed between two kept versions of a model. */
export interface VersionDifference {
  readonly model: string;
  readonly from: VersionFacts;
  readonly to: VersionFacts;
  /** What the commits after the one and up to the other did, those that were undone since included. */
  readonly between: Summary & { readonly operations: readonly LedgerRow[] };
  /** Of what decides what a snapshot holds: features, learner, scaler. */
  readonly definition: readonly FieldChange[];
  readonly state: StateDifference;
}

export interface VersionFacts {
  readonly version: number;
  readonly committedAtMs: number | null;
  readonly quality: QualityRow | null;
  readonly trial: TrialStanding | null;
}

/** @throws {CommandError} when one of the versions is not kept any more. */
export async function versionDifference(
  subject: Subject<ModelPorts>,
  v1: number,
  v2: number,
): Promise<VersionDifference> {
  const { model, definition, ports } = subject;
  const [from, to] = [await bytesOf(v1, subject), await bytesOf(v2, subject)];
  const rows = await ports.ledger.rowsAfter(model, v1);
  const between = rows.filter(({ version }) => version <= v2);
  return {
    model,
    from: factsOf(from, subject),
    to: factsOf(to, subject),
    between: { ...summarise(between), operations: between.filter(({ operation }) => operation !== undefined) },
    definition: shapeDifference(from, to),
    state: stateDifference(from, to, definition),
  };
}

async function bytesOf(version: number, { model, ports }: Subject<ModelPorts>): Promise<Uint8Array> {
  const bytes = await keptBytes(model, version, ports);
  if (bytes !== undefined) return bytes;
  throw new CommandError(
    `model ${model}: version ${version}: expected one that the bucket has kept; \`sluice models history ${model}\` lists all there were`,
  );
}

/** A trial can only be read of a snapshot that fits the definition in force. */
function factsOf(bytes: Uint8Array, { definition }: Subject): VersionFacts {
  const { version, lastCommit } = readHead(bytes);
  const read = readUnder(bytes, definition);
  const trial = read.kind === 'good' ? read.snapshot.model.trial : undefined;
  const { committedAtMs = null, quality = null } = lastCommit ?? {};
  return { version, committedAtMs, quality, trial: trial ?? null };
}
