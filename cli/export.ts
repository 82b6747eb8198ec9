import { writeFileSync } from 'node:fs';
import { type Exported, exportModel } from '../exchange/export-model.ts';
import type { ExportForm } from '../exchange/forms.ts';
import { S3SnapshotHistory } from '../lambdas/aws/s3-snapshot-history.ts';
import { S3SnapshotStore } from '../lambdas/aws/s3-snapshot-store.ts';
import { findVersion } from '../lambdas/trainer/kept-version.ts';
import { readUnder } from '../lambdas/trainer/operation.ts';
import type { Definition } from '../learning/definition.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState } from './deployment.ts';
import { CommandError, UsageError } from './errors.ts';
import { exchanged } from './exchanged.ts';

export interface ExportOptions {
  readonly format: ExportForm;
  /** Of a committee. */
  readonly member?: string;
  /** Left out: the current one. */
  readonly version?: number;
  readonly out?: string;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice export MODEL`: what a model has learned, as a file for others or for `sluice import`.
 *
 * @throws {CommandError} when there is no such version, or the model cannot be written in the format.
 */
export async function exportCommand(model: string, options: ExportOptions): Promise<void> {
  const { format, member, version, out, stage, json } = options;
  if (format === 'onnx' && out === undefined)
    throw new UsageError('--out: expected a file for what is not text, got none');
  if (member !== undefined && format !== 'onnx') {
    throw new UsageError(`--member: expected only together with --format onnx, got --format ${format}`);
  }
  const definition = definitionOf(model, await definitionsInForce(stage), 'MODEL');
  const { modelBucket } = await findState(stage);
  const snapshot = await snapshotOf(model, definition, version, modelBucket);
  const { content, notes: known } = exchanged(`model ${model}`, () => exportModel(model, snapshot, format, member));
  const notes = [...known, ...pinnedNotes(snapshot, version)];
  if (out === undefined) {
    process.stderr.write(notes.map((note) => `${note}\n`).join(''));
    process.stdout.write(content);
  } else tell({ model, stage, version: snapshot.version, format, file: out, notes }, content, json);
}

/** Who asks for no version may mean the one that is served. */
function pinnedNotes({ version, steering: { pinned } }: Snapshot, asked: number | undefined): string[] {
  if (pinned === undefined || asked !== undefined) return [];
  return [`the model is pinned: version ${pinned.version} is served, this is version ${version}`];
}

function tell(
  result: { model: string; stage: string; version: number; format: ExportForm; file: string; notes: readonly string[] },
  content: Exported['content'],
  json: boolean,
): void {
  const { model, version, format, file, notes } = result;
  writeFileSync(file, content);
  const lines = [`${file}: model ${model}, version ${version}, as ${format}`, ...notes.map((note) => `  ${note}`)];
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`);
}

async function snapshotOf(
  model: string,
  definition: Definition,
  version: number | undefined,
  bucket: string,
): Promise<Snapshot> {
  const stored = await new S3SnapshotStore(bucket).get(model);
  if (stored === undefined && version === undefined) {
    throw new CommandError(
      `model ${model}: it has no snapshot: it has learned nothing yet, or its snapshot was deleted`,
    );
  }
  const current = stored && readUnder(stored.bytes, definition);
  if (current?.kind === 'good' && (version ?? current.snapshot.version) === current.snapshot.version)
    return current.snapshot;
  if (current?.kind === 'bad' && version === undefined) {
    throw new CommandError(
      `model ${model}: its snapshot cannot be used: ${current.why}; \`sluice models restore ${model}\``,
    );
  }
  const { bytes } = (await findVersion(model, version as number, new S3SnapshotHistory(bucket))) ?? {};
  const read = bytes && readUnder(bytes, definition);
  if (read?.kind === 'good') return read.snapshot;
  const why = read === undefined ? 'is not kept' : `cannot be used: ${read.why}`;
  throw new CommandError(
    `model ${model}: version ${version} ${why}; \`sluice models history ${model}\` lists versions`,
  );
}
