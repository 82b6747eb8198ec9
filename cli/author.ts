import { Option } from 'commander';
import type { Authorship } from '../learning/snapshot/operation.ts';
import { line } from './arguments.ts';
import { operatorName } from './environment.ts';

/** Who changes a model and why, as its history will say. */
export interface AuthorOptions {
  readonly actor: string;
  readonly reason?: string;
}

/** A sentence; it stands in each segment's verdict while a model is paused. */
const REASON_MAX = 200;
const NAME_MAX = 64;

export function actor(): Option {
  return new Option('--actor <name>', 'who does it, as the history will say')
    .argParser(line(NAME_MAX))
    .default(operatorName());
}

export function reason(): Option {
  return new Option('--reason <text>', 'why, as the history will say').argParser(line(REASON_MAX));
}

export function authorOf({ actor, reason }: AuthorOptions): Authorship {
  return { actor, ...(reason !== undefined && { reason }) };
}
