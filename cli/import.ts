import { readFileSync } from 'node:fs';
import { importedModel } from '../exchange/export-model.ts';
import { type ImportPlan, type ImportResult, importModel } from '../lambdas/trainer/import.ts';
import type { ImportForm } from '../learning/snapshot/operation.ts';
import { counted } from '../report/numbers.ts';
import { type AuthorOptions, authorOf } from './author.ts';
import { confirm } from './confirm.ts';
import { CommandError } from './errors.ts';
import { exchanged } from './exchanged.ts';
import { findModel } from './operation-ports.ts';

export interface ImportOptions extends AuthorOptions {
  readonly model: string;
  readonly from: ImportForm;
  readonly yes: boolean;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice import FILE`: a model starts with what another has learned, here or in scikit-learn.
 *
 * @throws {CommandError} when the file does not fit the model, or the answer was no.
 */
export async function importCommand(file: string, options: ImportOptions): Promise<void> {
  const { model, from, yes, stage, json } = options;
  const subject = await findModel(model, stage, '--model');
  const read = exchanged(file, () => importedModel(contentOf(file), subject.definition, from));
  const result = await importModel(subject, read.model, from, authorOf(options), (plan) =>
    confirm(questionOf(model, plan, read.origin), yes),
  );
  const version = versionOf(model, result);
  const notes = read.notes.map((note) => `\n  ${note}`).join('');
  process.stdout.write(
    json
      ? `${JSON.stringify({ model, stage, version, from, origin: read.origin, notes: read.notes })}\n`
      : `model ${model}: goes on from ${read.origin}, as version ${version}${notes}\n`,
  );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file}: cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function questionOf(model: string, { last, problem }: ImportPlan, origin: string): string {
  const now = problem === undefined ? '' : ` Its snapshot cannot be used: ${problem}.`;
  return (
    `model ${model} has made ${counted(last, 'version')}.${now} Put ${origin} in the place of what it has learned, neither paused nor pinned? ` +
    "Its versions stay in the bucket's history."
  );
}

function versionOf(model: string, result: ImportResult): number {
  switch (result.kind) {
    case 'imported':
      return result.row.version;
    case 'declined':
      throw new CommandError(`model ${model}: nothing was imported: the answer was no`);
    default:
      return result satisfies never;
  }
}
