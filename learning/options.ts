/** What one option may be. */
export interface Option<Value> {
  readonly byDefault: Value;
  /** Completes "expected …" when something else comes. */
  readonly expected: string;
  accepts(value: unknown): boolean;
}

/** Every option of a learner or a gate by name. */
export type OptionTable<Options> = {
  readonly [Name in keyof Options]-?: Option<Exclude<Options[Name], undefined>>;
};

/** Options with their defaults filled in. */
export type Resolved<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };

/**
 * Fills in the defaults of options and checks them. They come from JSON as well as from code, so
 * the compiler is not trusted with their types.
 *
 * @throws {Error} naming whose it is and which, e.g. `sgd: eta0: expected a number above 0, got -1`.
 */
export function resolveOptions<Options extends object>(
  of: string,
  given: Options,
  table: OptionTable<Options>,
): Resolved<Options> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(table, name)) {
      const names = Object.keys(table);
      const expected = names.length === 0 ? 'no options' : `one of the options ${names.join(', ')}`;
      throw new Error(`${of}: ${name}: expected ${expected}`);
    }
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, option] of Object.entries<Option<unknown>>(table)) {
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined && !option.accepts(value)) {
      throw new Error(`${of}: ${name}: expected ${option.expected}, got ${inWords(value)}`);
    }
    resolved[name] = value === undefined ? option.byDefault : value;
  }
  return resolved as Resolved<Options>;
}

/** A finite number above `limit`. */
export function above(limit: number, byDefault: number): Option<number> {
  return { byDefault, expected: `a number above ${limit}`, accepts: (value) => isFiniteNumber(value) && value > limit };
}

/** A finite number from `first` on, up to `last` where it is given. */
export function from(first: number, byDefault: number, last = Number.POSITIVE_INFINITY): Option<number> {
  return {
    byDefault,
    expected: last === Number.POSITIVE_INFINITY ? `a number from ${first}` : `a number from ${first} to ${last}`,
    accepts: (value) => isFiniteNumber(value) && value >= first && value <= last,
  };
}

/** A number from `first` on and below `limit`. */
export function below(first: number, limit: number, byDefault: number): Option<number> {
  return {
    byDefault,
    expected: `a number from ${first} and below ${limit}`,
    accepts: (value) => isFiniteNumber(value) && value >= first && value < limit,
  };
}

export function wholeNumber(first: number, last: number, byDefault: number): Option<number> {
  return {
    byDefault,
    expected: `a whole number from ${first} to ${last}`,
    accepts: (value) => Number.isInteger(value) && isFiniteNumber(value) && value >= first && value <= last,
  };
}

export function flag(byDefault: boolean): Option<boolean> {
  return { byDefault, expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
}

export function text(byDefault: string): Option<string> {
  return { byDefault, expected: 'a text', accepts: (value) => typeof value === 'string' && value !== '' };
}

export function oneOf<Value extends string | null>(values: readonly Value[], byDefault: Value): Option<Value> {
  return {
    byDefault,
    expected: `one of ${values.map(String).join(', ')}`,
    accepts: (value) => values.includes(value as Value),
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function inWords(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
