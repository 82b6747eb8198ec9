import type { Ledger } from '../../lambdas/ports.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';

/** A ledger in memory, keyed as the table is: writing a row twice leaves one. */
export class FakeLedger implements Ledger {
  puts = 0;
  reads = 0;
  readonly #rows = new Map<string, LedgerRow>();
  readonly #faults = new Map<number, 'before' | 'after'>();

  /** Lets the n-th write from now throw, before or after it took effect. */
  onPut(nth: number, throws: 'before' | 'after'): this {
    this.#faults.set(this.puts + nth, throws);
    return this;
  }

  mend(): void {
    this.#faults.clear();
  }

  async put(row: LedgerRow): Promise<void> {
    this.puts += 1;
    const fault = this.#faults.get(this.puts);
    if (fault === 'before') throw new Error('throttled: ledger');
    this.#rows.set(`${row.model}/${row.version}`, structuredClone(row));
    if (fault === 'after') throw new Error('crashed after the ledger write');
  }

  async lastVersion(model: string): Promise<number> {
    this.reads += 1;
    return this.rows(model).at(-1)?.version ?? 0;
  }

  /** The rows of a model by version. */
  rows(model: string): LedgerRow[] {
    const own = [...this.#rows.values()].filter((row) => row.model === model);
    return own.sort((a, b) => a.version - b.version);
  }
}
