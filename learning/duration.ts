const unitSeconds = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

/** A time as a definition writes it: `'10 minutes'`, `'1 hour'`, `'7 days'`. */
export type Duration = `${number} ${keyof typeof unitSeconds}${'' | 's'}`;

/** Completes "expected …" when something else comes. */
export const expectedDuration = "a time like '90 seconds', '10 minutes', '12 hours' or '7 days', at most 365 days";

const SECONDS_MAX = 365 * unitSeconds.day;

/**
 * How long it is, in seconds; nothing where it is no duration: definitions come from JSON as well as from code.
 *
 * @example secondsOf('10 minutes') // 600
 */
export function secondsOf(duration: unknown): number | undefined {
  const [, amount, unit] = /^([1-9]\d{0,7}) (second|minute|hour|day)s?$/.exec(String(duration)) ?? [];
  if (typeof duration !== 'string' || amount === undefined) return undefined;
  const seconds = Number(amount) * unitSeconds[unit as keyof typeof unitSeconds];
  return seconds <= SECONDS_MAX ? seconds : undefined;
}
