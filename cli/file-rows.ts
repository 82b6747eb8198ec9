import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { FileRow } from '../records/table-rows.ts';
import { CommandError, UsageError } from './errors.ts';

export interface NumberedRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly row: FileRow;
}

/**
 * Reads a CSV (with a header) or NDJSON file, plain or `.gz`, row by row: memory does not grow with the file.
 *
 * @throws {UsageError} when the name ends in neither `.csv` nor `.ndjson` or `.jsonl`.
 * @throws {CommandError} when the file cannot be read, with the line.
 */
export async function* fileRows(file: string): AsyncGenerator<NumberedRow> {
  const plain = file.replace(/\.gz$/, '');
  const raw = createReadStream(file);
  const bytes = plain === file ? raw : raw.pipe(createGunzip());
  raw.once('error', (error) => bytes.destroy(error));
  try {
    if (/\.csv$/i.test(plain)) yield* csvRows(bytes);
    else if (/\.(ndjson|jsonl)$/i.test(plain)) yield* jsonRows(bytes);
    else
      throw new UsageError(
        `expected a file that ends in .csv, .ndjson or .jsonl, or in one of these and .gz, got ${file}`,
      );
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) throw error;
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  } finally {
    raw.destroy();
  }
}

async function* csvRows(bytes: NodeJS.ReadableStream): AsyncGenerator<NumberedRow> {
  const parser = bytes.pipe(parse({ columns: true, info: true, bom: true, skip_empty_lines: true }));
  bytes.once('error', (error) => parser.destroy(error as Error));
  for await (const { record, info } of parser) yield { line: info.lines, row: record };
}

async function* jsonRows(bytes: NodeJS.ReadableStream): AsyncGenerator<NumberedRow> {
  let line = 0;
  for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    yield { line, row: parseRow(text, line) };
  }
}

function parseRow(text: string, line: number): FileRow {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as FileRow;
  } catch {
    // said below, with the line
  }
  throw new CommandError(`line ${line}: expected a JSON object, got ${text.slice(0, 60)}`);
}
