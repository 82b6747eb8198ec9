import { writeFileSync } from 'node:fs';
import { CommandError } from './errors.ts';

/**
 * Writes what a command was asked to put into a file.
 *
 * @throws {CommandError} when it cannot be written, naming the option that asked for it.
 */
export function writeAsked(option: string, file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw unwritable(option, error);
  }
}

export function unwritable(option: string, cause: unknown): CommandError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CommandError(`${option}: expected a file that can be written: ${why}`, { cause });
}
