/** What a schedule is made from. */
export interface ScheduleOptions {
  readonly eta0: number;
  readonly alpha: number;
  readonly powerT: number;
}

/** The step at the t-th row, t from 1. */
export type Schedule = (t: number) => number;

export const schedules = {
  constant: ({ eta0 }) => constant(eta0),

  /** 1 / (α (t₀ + t − 1)), t₀ such that the first step is of the size that weights typically have (Bottou 2012). */
  optimal: ({ alpha }) => {
    const typicalWeight = Math.sqrt(1 / Math.sqrt(alpha));
    const t0 = 1 / (typicalWeight * alpha);
    return (t) => 1 / (alpha * (t0 + t - 1));
  },

  invscaling:
    ({ eta0, powerT }) =>
    (t) =>
      eta0 / t ** powerT,

  /** scikit-learn lowers this one between epochs only, and `partial_fit` is one epoch. */
  adaptive: ({ eta0 }) => constant(eta0),

  /** These two take their steps from `passiveAggressiveStep`; a penalty works at the rate eta0. */
  pa1: ({ eta0 }) => constant(eta0),
  pa2: ({ eta0 }) => constant(eta0),
} satisfies Record<string, (options: ScheduleOptions) => Schedule>;

export type ScheduleName = keyof typeof schedules;

export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];

function constant(eta0: number): Schedule {
  return () => eta0;
}

/**
 * How far a passive-aggressive classifier moves along the row: just far enough for a margin of 1, but not further than
 * its aggressiveness C allows, by cutting the step (PA-I) or by damping it (PA-II); Crammer et al. 2006, figure 1.
 */
export function passiveAggressiveStep(
  variant: 'pa1' | 'pa2',
  C: number,
  row: Float64Array,
  z: number,
  y: number,
): number {
  let squaredNorm = 0;
  for (let j = 0; j < row.length; j++) squaredNorm += row[j] * row[j];
  const loss = Math.max(0, 1 - y * z);
  if (variant === 'pa2') return (y * loss) / (squaredNorm + 0.5 / C);
  return squaredNorm === 0 ? 0 : y * Math.min(C, loss / squaredNorm);
}
