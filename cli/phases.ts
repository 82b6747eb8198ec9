/** Measures how long each phase of a command takes, in seconds, in the order in which they were begun. */
export class Phases {
  readonly #seconds: Record<string, number> = {};
  readonly #startedAt = performance.now();

  /** Runs one phase. */
  async run<Result>(name: string, phase: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      return await phase();
    } finally {
      this.#seconds[name] = secondsSince(startedAt);
    }
  }

  get seconds(): Readonly<Record<string, number>> {
    return { ...this.#seconds };
  }

  get total(): number {
    return secondsSince(this.#startedAt);
  }
}

function secondsSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1000;
}
