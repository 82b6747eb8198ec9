/** Something that a person can mend; shown without a stack trace. Exit status 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The command was called wrongly. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
