/** Says how long work is going: one line that changes on a terminal, a plain line now and then elsewhere. */
export class Progress {
  readonly #stream = process.stderr;
  readonly #everyMs = this.#stream.isTTY ? 100 : 2_000;
  #shown = '';
  #shownAt = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;

  /** @param now - a clock, in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The state of what goes on; shown if it is time to. */
  update(text: string): void {
    const now = this.#now();
    if (text === this.#shown || now - this.#shownAt < this.#everyMs) return;
    this.#shown = text;
    this.#shownAt = now;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${text.slice(0, this.#stream.columns - 1)}` : `${text}\n`);
  }

  /** A line that stays. */
  say(text: string): void {
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
    this.#shown = '';
    this.#shownAt = Number.NEGATIVE_INFINITY;
  }
}
