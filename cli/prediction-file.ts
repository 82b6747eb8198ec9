import { once } from 'node:events';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Prediction } from '../lambdas/predictor/predict.ts';
import { UsageError } from './errors.ts';
import { unwritable } from './written-file.ts';

/** Where predictions go, a line for each row. */
export interface PredictionFile {
  write(predictions: readonly Prediction[]): Promise<void>;
  /** All is written. */
  keep(): Promise<void>;
  /** Something went wrong, and what was written is not all. */
  drop(): Promise<void>;
}

/**
 * A file that gets its name when all of it is written, and is not there before something is.
 *
 * @throws {UsageError} when the name does not say the format.
 */
export function openPredictionFile(name: string): PredictionFile {
  const format = /\.csv$/i.test(name) ? csvLines : /\.(ndjson|jsonl)$/i.test(name) ? jsonLines : undefined;
  if (format === undefined) {
    throw new UsageError(`--out: expected a name that ends in .csv, .ndjson or .jsonl, got ${name}`);
  }
  const part = `${name}.part`;
  let file: FileHandle | undefined; // opened when there is something to write
  return {
    async write(predictions) {
      const first = file === undefined;
      file ??= await opened(part);
      await file.appendFile(`${format(predictions, first).join('\n')}\n`);
    },
    async keep() {
      await file?.close();
      await rename(part, name);
    },
    async drop() {
      await file?.close();
      await rm(part, { force: true });
    },
  };
}

async function opened(part: string): Promise<FileHandle> {
  try {
    return await open(part, 'w');
  } catch (error) {
    throw unwritable('--out', error);
  }
}

/** CSV, for pipes. */
export function standardOutput(): PredictionFile {
  let first = true;
  return {
    async write(predictions) {
      const lines = csvLines(predictions, first);
      first = false;
      if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
    },
    async keep() {},
    async drop() {},
  };
}

/** One model tells of every row the same fields. */
function csvLines(predictions: readonly Prediction[], first: boolean): string[] {
  const [one] = predictions;
  const columns = ['probability', 'label', ...(one.uncertainty === undefined ? [] : ['uncertainty'])] as const;
  const lines = predictions.map((prediction) =>
    columns.map((column) => prediction[column as 'probability' | 'label' | 'uncertainty']).join(','),
  );
  return first ? [columns.join(','), ...lines] : lines;
}

function jsonLines(predictions: readonly Prediction[]): string[] {
  return predictions.map(({ probability, label, uncertainty }) => JSON.stringify({ probability, label, uncertainty }));
}
