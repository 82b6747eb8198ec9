import { expect, it } from 'vitest';
import type { LedgerRow } from '../../../learning/snapshot/ledger-row.ts';
import type { Operation } from '../../../learning/snapshot/operation.ts';
import { servedAt } from '../../../learning/snapshot/served-at.ts';
import { ledgerRowOf } from '../../builders/ledger-row.ts';

/** Commits a minute apart, the first at 0; some are operations. */
const history = (...operations: (Operation | undefined)[]): LedgerRow[] =>
  operations.map((operation, i) =>
    ledgerRowOf({ version: i + 1, committedAtMs: 60_000 * i, ...(operation && { operation }) }),
  );

const told = (rows: readonly LedgerRow[], minute: number) => {
  const found = servedAt(rows, 60_000 * minute);
  return (
    found && {
      current: found.current.version,
      served: found.served.version,
      learned: found.learned.map(({ version }) => version),
    }
  );
};

it('before its first commit a model served nothing', () => {
  expect(servedAt([], 5)).toBeUndefined();
  expect(servedAt(history(undefined), -1)).toBeUndefined();
});

it('the last commit by then served, with all that were in effect', () => {
  const rows = history(undefined, undefined, { kind: 'rolledBack', from: 1 }, undefined);
  expect(told(rows, 0)).toEqual({ current: 1, served: 1, learned: [1] });
  expect(told(rows, 1.5)).toEqual({ current: 2, served: 2, learned: [1, 2] });
  expect(told(rows, 2)).toEqual({ current: 3, served: 3, learned: [1, 3] });
  expect(told(rows, 99)).toEqual({ current: 4, served: 4, learned: [1, 3, 4] });
});

it('while it was pinned the version of the pin served, with what that had learned', () => {
  const pin = { kind: 'pinned', to: 1, actor: 'ana' } as const;
  const rows = history(undefined, undefined, pin, undefined, { kind: 'unpinned' });
  expect(told(rows, 3)).toEqual({ current: 4, served: 1, learned: [1] });
  expect(servedAt(rows, 180_000)?.pinned).toMatchObject({ actor: 'ana', atMs: 120_000 });
  expect(told(rows, 4)).toEqual({ current: 5, served: 5, learned: [1, 2, 3, 4, 5] });
});

it('a clock that went back changes no order: versions count', () => {
  const rows = history(undefined, undefined, undefined);
  const back = [rows[0], { ...rows[1], committedAtMs: 600_000 }, rows[2]];
  expect(told(back, 2)).toMatchObject({ current: 3 });
});
