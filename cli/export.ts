import { exportModel } from '../exchange/export-model.ts';
import type { Exported } from '../exchange/exported.ts';
import type { ExportForm } from '../exchange/forms.ts';
import { keptBytes } from '../lambdas/trainer/kept-version.ts';
import { readUnder, type Subject } from '../lambdas/trainer/operation.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import { CommandError, UsageError } from './errors.ts';
import { exchanged } from './exchanged.ts';
import { findModel, type ModelPorts } from './operation-ports.ts';
import { writeAsked } from './written-file.ts';

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
  const snapshot = await snapshotOf(await findModel(model, stage, 'MODEL'), version);
  const { content, notes: known } = exchanged(`model ${model}`, () => exportModel(model, snapshot, format, member));
  const notes = [...known, ...pinnedNotes(snapshot, version)];
  if (out === undefined) {
    process.stderr.write(notes.map((note) => `${note}\n`).join(''));
    process.stdout.write(content);
    return;
  }
  writeAsked('--out', out, content);
  tell({ model, stage, version: snapshot.version, format, file: out, notes }, json);
}

/** Who asks for no version may mean the one that is served. */
function pinnedNotes({ version, steering: { pinned } }: Snapshot, asked: number | undefined): string[] {
  if (pinned === undefined || asked !== undefined) return [];
  return [`the model is pinned: version ${pinned.version} is served, this is version ${version}`];
}

/** What `--json` prints of a file that was written. */
interface Written extends Pick<ExportOptions, 'stage' | 'format'>, Pick<Exported, 'notes'> {
  readonly model: string;
  readonly version: number;
  readonly file: string;
}

function tell(result: Written, json: boolean): void {
  const { model, version, format, file, notes } = result;
  const lines = [`${file}: model ${model}, version ${version}, as ${format}`, ...notes.map((note) => `  ${note}`)];
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`);
}

async function snapshotOf(subject: Subject<ModelPorts>, version: number | undefined): Promise<Snapshot> {
  const { model, definition, ports } = subject;
  const bytes = version === undefined ? (await ports.store.get(model))?.bytes : await keptBytes(model, version, ports);
  if (bytes === undefined) {
    throw new CommandError(
      version === undefined
        ? `model ${model}: it has no snapshot: it has learned nothing yet, or its snapshot was deleted`
        : `model ${model}: version ${version} is not kept; \`sluice models history ${model}\` lists versions`,
    );
  }
  const read = readUnder(bytes, definition);
  if (read.kind === 'good') return read.snapshot;
  const which = version === undefined ? 'its snapshot' : `version ${version}`;
  throw new CommandError(`model ${model}: ${which} cannot be used: ${read.why}`);
}
