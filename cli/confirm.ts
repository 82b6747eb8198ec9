import { createInterface } from 'node:readline/promises';
import { UsageError } from './errors.ts';

/**
 * Asks on standard error before something is done that is hard to undo.
 *
 * @param yes answers beforehand
 * @throws {UsageError} where nobody can answer.
 */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) {
    process.stderr.write(`${question} --yes\n`);
    return true;
  }
  if (!process.stdin.isTTY) {
    throw new UsageError(`${question} Nobody can answer here: expected --yes, got no terminal. Nothing was done`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false; // Ctrl-C or Ctrl-D
    throw error;
  } finally {
    terminal.close();
  }
}
