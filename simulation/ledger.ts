import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import type { Rules } from './rules.ts';

/** The ledger: a repeat of a row overwrites itself, as long as its key is model and version. */
export class Ledger {
  readonly #rows = new Map<string, string>();
  readonly #key: Rules['ledgerKey'];

  constructor(key: Rules['ledgerKey']) {
    this.#key = key;
  }

  put(row: LedgerRow): void {
    const part = this.#key === 'version' ? '' : `/${this.#rows.size}`;
    this.#rows.set(`${row.model}/${row.version}${part}`, JSON.stringify(row));
  }

  /** 0 where there is no row of the model. */
  lastVersion(model: string): number {
    const keys = [...this.#rows.keys()].filter((key) => key.startsWith(`${model}/`));
    return Math.max(0, ...keys.map((key) => Number(key.split('/')[1])));
  }

  /** A model's rows as JSON, by version. */
  rows(model: string): readonly string[] {
    return [...this.#rows]
      .filter(([key]) => key.startsWith(`${model}/`))
      .map(([key, row]) => ({ version: Number(key.split('/')[1]), row }))
      .sort((a, b) => a.version - b.version)
      .map(({ row }) => row);
  }
}
