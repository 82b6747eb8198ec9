import type { Contents, Version } from './lineage.ts';
import type { Entry } from './stream.ts';

/** Commits of operators, and what they took out of the models. A call that began before one may not know of it. */
export class Undoings {
  #operations = 0;
  /** By model, which of the operations on all of them was the last on it. */
  readonly #lastOperation = new Map<string, number>();
  /** Entries that an operator's commit took out again, with the number of the last one. */
  readonly #undone = new Map<Entry, number>();

  /** On all models. */
  get operations(): number {
    return this.#operations;
  }

  /** An operator's commit of a model was applied: `contents` are in now, of all that versions brought. */
  operated(model: string, versions: readonly Version[], { fates }: Contents): void {
    this.#operations += 1;
    this.#lastOperation.set(model, this.#operations);
    const before = versions.flatMap(({ added }) => added.map(({ entry }) => entry));
    for (const entry of before) {
      const fate = fates.get(entry);
      if (entry.fate !== undefined && fate === undefined) {
        entry.undone = true;
        this.#undone.set(entry, this.#operations);
      }
      if (fate !== undefined) entry.undone = false;
      entry.fate = fate;
    }
  }

  /** Whether an operator has made a commit of a model after so many operations on all. */
  operatedSince(operations: number, model: string): boolean {
    return (this.#lastOperation.get(model) ?? 0) > operations;
  }

  /** Whether an entry was taken out after so many operations on all. */
  undoneSince(operations: number, entry: Entry): boolean {
    return (this.#undone.get(entry) ?? 0) > operations;
  }
}
