import { expect, it } from 'vitest';
import { followCommits } from '../../cli/follow-commits.ts';
import type { LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { ledgerRowOf } from '../builders/ledger-row.ts';

const rowOf = (model: string, version: number, committedAtMs: number) => ledgerRowOf({ model, version, committedAtMs });

/** A ledger that has the rows of the first look, then also those of the second, … */
function ledgerOf(...looks: readonly (readonly LedgerRow[])[]) {
  let there = [...looks[0]];
  let look = 0;
  return {
    rowsAfter: async (model: string, version: number) =>
      there.filter((row) => row.model === model && row.version > version),
    pause: async () => {
      look += 1;
      there = [...there, ...(looks[look] ?? [])];
      return look < looks.length;
    },
  };
}

it('each commit comes once, each model’s in order, those of one look by time', async () => {
  const ledger = ledgerOf(
    [rowOf('a', 1, 10), rowOf('a', 2, 30), rowOf('b', 7, 20)],
    [],
    [rowOf('a', 3, 40), rowOf('b', 8, 35)],
  );
  const came: string[] = [];
  for await (const { model, version } of followCommits(
    new Map([
      ['a', 0],
      ['b', 0],
    ]),
    ledger,
    ledger.pause,
  )) {
    came.push(`${model}${version}`);
  }
  expect(came).toEqual(['a1', 'b7', 'a2', 'b8', 'a3']);
});

it('what was before the version to begin after does not come', async () => {
  const ledger = ledgerOf([rowOf('a', 1, 10), rowOf('a', 2, 20)]);
  const came: number[] = [];
  for await (const { version } of followCommits(new Map([['a', 1]]), ledger, ledger.pause)) came.push(version);
  expect(came).toEqual([2]);
});
