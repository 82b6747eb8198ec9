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

/** Names below each prefix: there are few, and to make them anew took a good part of the time of reading a snapshot. */
const joinedNames = new Map<string, Map<string, string>>();

/** `prefix/name` */
export function joinedName(prefix: string, name: string): string {
  const names = joinedNames.get(prefix) ?? new Map<string, string>();
  if (names.size === 0) joinedNames.set(prefix, names);
  const joined = names.get(name) ?? `${prefix}/${name}`;
  if (!names.has(name)) names.set(name, joined);
  return joined;
}

/**
 * Copies values from one state into another of the same names, types and lengths.
 *
 * @throws {StateMismatchError} naming the array that is missing or differs; then nothing has been copied.
 */
export function copyState(from: State, to: State): void {
  for (const [name, target] of Object.entries(to)) {
    const source = from[name];
    if (source === undefined) throw new StateMismatchError(`state ${name}: expected ${describe(target)}, got nothing`);
    if (source.constructor !== target.constructor || source.length !== target.length) {
      throw new StateMismatchError(`state ${name}: expected ${describe(target)}, got ${describe(source)}`);
    }
  }
  for (const [name, target] of Object.entries(to)) (target as Float64Array).set(from[name] as Float64Array);
}

function describe(array: StateArray): string {
  return `${array.constructor.name} of ${array.length}`;
}
