import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { FileRow } from '../records/table-rows.ts';
import { CommandError, UsageError } from './errors.ts';

/** A row of a file, or what is wrong with its line. */
export interface NumberedRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly row: FileRow;
  /** Said where the line could not be read; then the row is empty. */
  readonly problem?: string;
}

/** A file that is read row by row: memory does not grow with it. */
export interface RowFile {
  rows(): AsyncGenerator<NumberedRow>;
  /** How much of the file was read, 0 to 1. */
  share(): number;
}

/**
 * Opens a CSV (with a header) or NDJSON file, plain or `.gz`.
 *
 * @throws {UsageError} when the name ends in neither `.csv` nor `.ndjson` or `.jsonl`.
 * @throws {CommandError} when there is no such file; also from `rows`, when it cannot be read on.
 */
export function openRowFile(file: string): RowFile {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new CommandError(`${file}: expected a file, found none`);
  const plain = file.replace(/\.gz$/i, '');
  const reader = /\.csv$/i.test(plain) ? csvRows : /\.(ndjson|jsonl)$/i.test(plain) ? jsonRows : undefined;
  if (reader === undefined) {
    throw new UsageError(
      `expected a file that ends in .csv, .ndjson or .jsonl, or in one of these and .gz, got ${file}`,
    );
  }
  let bytesRead = () => 0;
  return {
    async *rows() {
      const raw = createReadStream(file);
      bytesRead = () => raw.bytesRead;
      const bytes = plain === file ? raw : raw.pipe(createGunzip());
      raw.once('error', (error) => bytes.destroy(error));
      try {
        yield* reader(bytes);
      } catch (error) {
        throw new CommandError(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
      } finally {
        raw.destroy();
      }
    },
    share: () => (found.size === 0 ? 1 : Math.min(1, bytesRead() / found.size)),
  };
}

async function* csvRows(bytes: NodeJS.ReadableStream): AsyncGenerator<NumberedRow> {
  const options = { columns: true, info: true, bom: true, skip_empty_lines: true, relax_column_count: true } as const;
  const parser = bytes.pipe(parse(options));
  bytes.once('error', (error) => parser.destroy(error as Error));
  for await (const { record, info } of parser) {
    const problem = info.error === undefined ? {} : { problem: wrongNumber(info.error) };
    yield { line: info.lines, row: record, ...problem };
  }
}

async function* jsonRows(bytes: NodeJS.ReadableStream): AsyncGenerator<NumberedRow> {
  let line = 0;
  for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const row = objectIn(text);
    yield row === undefined
      ? { line, row: {}, problem: `expected a JSON object, got ${text.slice(0, 40)}` }
      : { line, row };
  }
}

function wrongNumber({ message }: Error): string {
  return `expected as many cells as the header has: ${message}`;
}

function objectIn(text: string): FileRow | undefined {
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as FileRow) : undefined;
  } catch {
    return undefined; // said by the caller, with the line
  }
}
