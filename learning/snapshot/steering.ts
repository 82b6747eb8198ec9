import type { Verdict } from '../gates/gate.ts';
import type { LedgerRow } from './ledger-row.ts';
import type { Authorship, Operation } from './operation.ts';

/** What a person has set about a model until further notice: part of its snapshot, and nothing the trainer changes. */
export interface Steering {
  /** Segments are scored, and not learned. */
  readonly paused?: Mark;
  /** This version is served, whatever is learned meanwhile. */
  readonly pinned?: Mark & { readonly version: number };
}

/** Who set it, when and why. */
export type Mark = Partial<Authorship> & { readonly atMs: number };

/** What a model is served from: its snapshot, or the copy that was made of the version it is pinned to. */
export type Served = { readonly kind: 'current' | 'pinned'; readonly version: number };

/** Which version of a model is served, by its current snapshot. Whoever predicts asks this, and nothing else. */
export function servedOf({ version, steering }: { readonly version: number; readonly steering: Steering }): Served {
  const { pinned } = steering;
  return pinned === undefined ? { kind: 'current', version } : { kind: 'pinned', version: pinned.version };
}

/** The verdict on every segment that comes while the model is paused; nothing where it is not. */
export function pausedVerdict({ paused }: Steering): Verdict | undefined {
  if (paused === undefined) return undefined;
  const { actor = 'somebody', atMs, reason } = paused;
  const since = new Date(atMs).toISOString();
  const why = reason === undefined ? '' : ` (${reason})`;
  return { kind: 'rejected', sentence: `rejected: paused by ${actor} since ${since}${why}: scored, not learned` };
}

/**
 * What is set after an operation.
 *
 * @param steeringOf what was set in an earlier version, which a restore brings back with all else
 */
export function steered(
  steering: Steering,
  operation: Operation,
  atMs: number,
  steeringOf: (version: number) => Steering,
): Steering {
  const { actor, reason } = operation;
  const mark: Mark = { atMs, ...(actor !== undefined && { actor }), ...(reason !== undefined && { reason }) };
  const { paused: _paused, ...learning } = steering;
  const { pinned: _pinned, ...current } = steering;
  switch (operation.kind) {
    case 'paused':
      return { ...steering, paused: mark };
    case 'resumed':
      return learning;
    case 'pinned':
      return { ...steering, pinned: { version: operation.to, ...mark } };
    case 'unpinned':
      return current;
    case 'restored':
      return steeringOf(operation.from);
    case 'reset':
    case 'imported':
      return {};
    case 'rolledBack':
    case 'promoted':
    case 'dropped':
      return steering;
    default:
      return operation satisfies never;
  }
}

/** What was set after the last of these rows, which are a model's from its first on. */
export function steeringAfter(rows: readonly LedgerRow[]): Steering {
  const before = new Map<number, Steering>();
  let steering: Steering = {};
  for (const { version, committedAtMs, operation } of rows) {
    if (operation !== undefined) {
      steering = steered(steering, operation, committedAtMs, (from) => before.get(from) ?? {});
    }
    before.set(version, steering);
  }
  return steering;
}
