import type { State, StateArray } from '../learning/state.ts';
import { ExchangeError } from './exchange-error.ts';

/** State as a person reads it: `champion/learner/coef` is `coef` in `learner` in `champion`, its numbers in a list. */
export interface StateTree {
  readonly [name: string]: StateTree | readonly (number | string)[];
}

/** Numbers that JSON does not have, −0 among them, become text; nothing is rounded. */
export function treeOf(state: State): StateTree {
  const root: Record<string, unknown> = {};
  for (const [path, array] of Object.entries(state)) {
    const names = path.split('/');
    let branch = root;
    for (const name of names.slice(0, -1)) {
      branch[name] ??= {};
      branch = branch[name] as Record<string, unknown>;
    }
    branch[names[names.length - 1]] = Array.from(array as ArrayLike<number>, inJson);
  }
  return root as StateTree;
}

function inJson(value: number): number | string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/**
 * The arrays of a tree that `like` has too, of the same types; what the tree lacks is left out.
 *
 * @throws {ExchangeError} naming what is no list of numbers, or has a number that its array cannot hold.
 */
export function stateOfTree(tree: unknown, like: State): State {
  const state: Record<string, StateArray> = {};
  for (const [path, array] of Object.entries(like)) {
    const values = path.split('/').reduce((branch: unknown, name) => (branch as StateTree | undefined)?.[name], tree);
    if (values !== undefined) state[path] = arrayOf(path, values, array);
  }
  return state;
}

function arrayOf(path: string, values: unknown, like: StateArray): StateArray {
  if (!Array.isArray(values))
    throw new ExchangeError(`state ${path}: expected a list of numbers, got ${typeof values}`);
  const array = new (like.constructor as Float64ArrayConstructor)(values.length);
  values.forEach((value, i) => {
    const number = typeof value === 'string' && /^(-0|NaN|-?Infinity)$/.test(value) ? Number(value) : value;
    array[i] = number;
    if (!Object.is(array[i], number)) {
      const expected = `a number that ${like.constructor.name} holds`;
      throw new ExchangeError(`state ${path}, element ${i}: expected ${expected}, got ${JSON.stringify(value)}`);
    }
  });
  return array;
}
