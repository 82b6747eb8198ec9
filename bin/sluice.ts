#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram, exitStatusOf } from '../cli/program.ts';

// Who reads has enough, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${messageOf(error)}\n`);
  process.exit(exitStatusOf(error)); // what was interrupted may still be waiting for something
}

/** What a person can mend is told in a sentence; what is our fault, with where it came from. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = ['CommandError', 'UsageError', 'Interrupted', 'DefinitionError', 'OvertakenError'].includes(
    error.name,
  );
  return expected ? `sluice: ${error.message}` : (error.stack ?? error.message);
}
