import { seededRandom } from '../learning/random.ts';

/** Where the values of a schedule's choices come from: by number, how many options, and how likely a fault is. */
export type Source = (index: number, options: number, faultRate: number | undefined) => number;

/** One choice that was made. */
export interface Choice {
  readonly value: number;
  readonly options: number;
  /** What it was about. */
  readonly about: 'order' | FaultPlace;
}

/** Where faults happen: to a call of a port, the same of an operator, to a delivery, or to the world around. */
export type FaultPlace = 'call' | 'operation' | 'delivery' | 'disturbance';

/**
 * All that a schedule leaves to chance, as a list of small numbers: the same list is the same schedule. 0 is always the
 * plain thing, no fault or the oldest first, so a list with more zeros is a simpler schedule.
 */
export class Choices {
  readonly made: Choice[] = [];
  readonly #source: Source;
  /** Faults that may still happen; then the world is left in peace. */
  #faultsLeft = Number.POSITIVE_INFINITY;

  constructor(source: Source) {
    this.#source = source;
  }

  get faultsLeft(): number {
    return this.#faultsLeft;
  }

  /** From now on only so many things go wrong. */
  limitFaults(most: number): void {
    this.#faultsLeft = most;
  }

  /** Which of several comes next. */
  order(options: number): number {
    return options === 1 ? 0 : this.#make(options, 'order');
  }

  /** Which of several faults happens, or 0. */
  fault(place: FaultPlace, faults: number, rate: number): number {
    if (this.#faultsLeft === 0) return 0;
    const value = this.#make(faults + 1, place, rate);
    if (value > 0) this.#faultsLeft -= 1;
    return value;
  }

  #make(options: number, about: Choice['about'], faultRate?: number): number {
    const value = this.#source(this.made.length, options, faultRate) % options;
    this.made.push({ value, options, about });
    return value;
  }
}

/** Choices by chance. */
export function seeded(seed: number): Source {
  const random = seededRandom(`schedule/${seed}`);
  return (_, options, faultRate) => {
    if (faultRate === undefined) return random.integer(options);
    return random.uniform() < faultRate ? 1 + random.integer(options - 1) : 0;
  };
}

/** Choices as listed; behind the end of the list, and where it has nothing, the plain thing. */
export function listed(values: readonly (number | undefined)[]): Source {
  return (index) => values[index] ?? 0;
}
