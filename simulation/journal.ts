import { type FailureRow, failureRows } from './failure-table.ts';

/** What happened in a schedule: rows of the table that occurred, the first broken promise, and a trace if one is wanted. */
export class Journal {
  readonly counts = new Map<FailureRow, number>();
  readonly trace: string[] = [];
  calls = 0;
  reads = 0;
  violation: string | undefined;
  readonly #traced: boolean;

  constructor(traced: boolean) {
    this.#traced = traced;
  }

  /** The words are made only where somebody will read them. */
  say(words: () => string): void {
    if (this.#traced) this.trace.push(words());
  }

  count(row: FailureRow): void {
    this.counts.set(row, (this.counts.get(row) ?? 0) + 1);
  }

  /** Notes a broken promise. It does not throw: the code on trial might catch it. */
  violate(words: string): void {
    this.violation ??= words;
    this.say(() => `BROKEN: ${words}`);
  }
}

/** Adds what one schedule counted to a run's totals, which have a zero for each row. */
export function addCounts(totals: Record<string, number>, { counts }: Journal): void {
  for (const [row, count] of counts) totals[row] += count;
}

export function noCounts(): Record<FailureRow, number> {
  return Object.fromEntries(failureRows.map((row) => [row, 0])) as Record<FailureRow, number>;
}
