import { joinRows, type LabelledRows } from '../labelled-rows.ts';
import type { State } from '../state.ts';

/** Rows waiting for their segment to fill. They are part of the snapshot, so nothing is lost between calls. */
export class PendingRows {
  readonly #width: number;
  #parts: LabelledRows[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#parts.reduce((sum, part) => sum + part.count, 0);
  }

  add(rows: LabelledRows): void {
    this.#parts.push(rows);
  }

  /** Takes all rows out, as one block. */
  takeAll(): LabelledRows {
    const rows = joinRows(this.#parts, this.#width);
    this.#parts = [];
    return rows;
  }

  toState(): State {
    const rows = joinRows(this.#parts, this.#width);
    return { 'pending/X': rows.X, 'pending/y': rows.y };
  }

  static fromState(state: State, width: number): PendingRows {
    const pending = new PendingRows(width);
    const y = state['pending/y'] as Uint8Array;
    if (y.length > 0) pending.add({ count: y.length, width, X: state['pending/X'] as Float64Array, y });
    return pending;
  }
}
