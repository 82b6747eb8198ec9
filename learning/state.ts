/** An array that a component's state is kept in. Its length never changes. */
export type StateArray = Float64Array | Float32Array | Int32Array | Uint32Array | BigUint64Array | Uint8Array;

/** State by name. The arrays are live: what is written into them is the component's state. */
export type State = Readonly<Record<string, StateArray>>;

/** Something whose whole memory is a few named arrays: a learner, a scaler, a gate, running totals. */
export interface Stateful {
  readonly state: State;
}

/** State that does not fit the component it is loaded into. */
export class StateMismatchError extends Error {
  override readonly name = 'StateMismatchError';
}

/** Prefixes the names of several components, so that they can be kept side by side. */
export function joinStates(parts: Readonly<Record<string, Stateful>>): State {
  const joined: Record<string, StateArray> = {};
  for (const [prefix, part] of Object.entries(parts)) {
    for (const name in part.state) joined[joinedName(prefix, name)] = part.state[name];
  }
  return joined;
}

/** A component's arrays under their names behind a prefix. */
export function joinedEntries(prefix: string, state: State): [string, StateArray][] {
  return Object.keys(state).map((name) => [joinedName(prefix, name), state[name]]);
}

/** Names below each prefix: there are few, and to make them anew took a good part of the time of reading a snapshot. */
const joinedNames = new Map<string, Map<string, string>>();

/** `prefix/name` */
export function joinedName(prefix: string, name: string): string {
  let names = joinedNames.get(prefix);
  if (names === undefined) {
    names = new Map();
    joinedNames.set(prefix, names);
  }
  let joined = names.get(name);
  if (joined === undefined) {
    joined = `${prefix}/${name}`;
    names.set(name, joined);
  }
  return joined;
}

/**
 * Copies values from one state into another of the same names, types and lengths.
 *
 * @throws {StateMismatchError} naming the array that is missing or differs; then nothing has been copied.
 */
export function copyState(from: State, to: State): void {
  copyArrays(Object.keys(to).map((name) => ({ name, from: from[name], to: to[name] })));
}

/** An array that is to be copied into another; `from`: nothing where there is none of that name. */
export interface Copy {
  readonly name: string;
  readonly from: StateArray | undefined;
  readonly to: StateArray;
}

/** The same, array by array. */
export function copyArrays(copies: readonly Copy[]): void {
  for (const { name, from, to } of copies) {
    if (from === undefined) throw new StateMismatchError(`state ${name}: expected ${describe(to)}, got nothing`);
    if (from.constructor !== to.constructor || from.length !== to.length) {
      throw new StateMismatchError(`state ${name}: expected ${describe(to)}, got ${describe(from)}`);
    }
  }
  for (const { from, to } of copies) (to as Float64Array).set(from as Float64Array);
}

function describe(array: StateArray): string {
  return `${array.constructor.name} of ${array.length}`;
}
