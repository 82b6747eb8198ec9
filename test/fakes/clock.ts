import type { Clock } from '../../lambdas/ports.ts';

/** A clock that only moves when it is told to, or slept on. */
export class ManualClock implements Clock {
  /** What was slept, in order. */
  readonly sleeps: number[] = [];
  #nowMs = Date.UTC(2026, 0, 1);

  nowMs(): number {
    return this.#nowMs;
  }

  async sleepMs(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.#nowMs += ms;
  }

  /** Also backwards. */
  moveMs(ms: number): void {
    this.#nowMs += ms;
  }
}

/** Time that is up once the question has been asked so many times. */
export function upAfter(questions: number): () => boolean {
  let asked = 0;
  return () => asked++ >= questions;
}

export const neverUp = (): boolean => false;
