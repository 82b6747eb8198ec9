import { InvalidArgumentError } from 'commander';

/* What the arguments of commands may be; anything else is said, with what was expected. */

/** A name that may be given several times. */
export function collected<Name extends string>(
  names: readonly Name[],
): (text: string, before: readonly Name[]) => readonly Name[] {
  let given: readonly Name[] = []; // what came before is the default at first
  return (text) => {
    const name = names.find((known) => known === text);
    if (name === undefined) throw new InvalidArgumentError(`Expected one of ${names.join(', ')}, got ${text}.`);
    given = [...given, name];
    return given;
  };
}

/** Names with commas between. */
export function columns(text: string): readonly string[] {
  return text
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '');
}

/** `f1`, or a number between 0 and 1. */
export function threshold(text: string): number | 'f1' {
  return text === 'f1' ? text : between0And1('f1 or a number')(text);
}

/** Neither of the two ends. */
export function between0And1(expected: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && value < 1) return value;
    throw new InvalidArgumentError(`Expected ${expected} between 0 and 1, got ${text}.`);
  };
}

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time like `90s`, `15m`, `1h` or `2d`, in milliseconds. */
export function duration(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit !== undefined) return Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
  throw new InvalidArgumentError(`Expected a time like 90s, 15m, 1h or 2d, got ${text}.`);
}

/** Hyper-parameters. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new InvalidArgumentError(`Expected a JSON object, got ${text}.`);
}

/** Text of one line that people will read elsewhere: a control character could forge what stands around it. */
export function line(charactersMax: number): (text: string) => string {
  return (text) => {
    const value = text.trim();
    if (value !== '' && value.length <= charactersMax && !/\p{C}/u.test(value)) return value;
    const got = `${JSON.stringify(value.slice(0, 20))}${value.length > 20 ? `… of ${value.length}` : ''}`;
    throw new InvalidArgumentError(`Expected one line of 1 to ${charactersMax} characters, got ${got}.`);
  };
}

/** A time of a known zone, as milliseconds since 1970. */
export function instant(text: string): number {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
  const ms = form.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError(`Expected a time like 2026-11-24T10:00Z or 2026-11-24T11:00+01:00, got ${text}.`);
}

/** Both ends included; an end that is the largest number there is goes without saying. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  const expected = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number ${expected}, got ${text}.`);
  };
}
