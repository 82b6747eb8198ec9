import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import type { Rules } from './rules.ts';

interface WrittenRow {
  readonly version: number;
  readonly text: string;
}

/** The ledger: a repeat of a row overwrites itself, as long as its key is model and version. */
export class Ledger {
  readonly #models = new Map<string, Map<string, WrittenRow>>();
  readonly #key: Rules['ledgerKey'];

  constructor(key: Rules['ledgerKey']) {
    this.#key = key;
  }

  put(row: LedgerRow): void {
    const rows = this.#models.get(row.model) ?? new Map<string, WrittenRow>();
    const part = this.#key === 'version' ? '' : `/${rows.size}`;
    rows.set(`${row.version}${part}`, { version: row.version, text: textOf(row) });
    this.#models.set(row.model, rows);
  }

  /** 0 where there is no row of the model. */
  lastVersion(model: string): number {
    let last = 0;
    for (const { version } of this.#models.get(model)?.values() ?? []) last = Math.max(last, version);
    return last;
  }

  /** A model's rows as JSON, by version. */
  rows(model: string): readonly string[] {
    const rows = [...(this.#models.get(model)?.values() ?? [])];
    return rows.sort((a, b) => a.version - b.version).map(({ text }) => text);
  }
}

const texts = new WeakMap<LedgerRow, string>();

/** A row as JSON; kept, because each is asked for several times. */
export function textOf(row: LedgerRow): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = JSON.stringify(row);
    texts.set(row, text);
  }
  return text;
}
