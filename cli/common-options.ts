import { Option } from 'commander';
import { readEnvironment } from './environment.ts';

/* Options that several commands have, and how help shows them. */

/** An emulator's stacks are those of stage `local`. */
export function stage(): Option {
  const usual = readEnvironment().endpoint === undefined ? 'dev' : 'local';
  return new Option('--stage <stage>', 'the stage that is deployed').default(usual);
}

export function json(): Option {
  return new Option('--json', 'one JSON document on standard output, nothing else there').default(false);
}

export function yes(): Option {
  return new Option('--yes', 'do not ask before it is done').default(false);
}

/** What stands below a command's help. */
export function example(...lines: readonly string[]): string {
  return `\nFor example:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
