import { expect, it } from 'vitest';
import { createModel } from '../../../learning/model.ts';
import { rowsInEffect, segmentResult } from '../../../learning/snapshot/ledger-row.ts';
import { definitionOf } from '../../builders/definition.ts';
import { ledgerRowOf } from '../../builders/ledger-row.ts';
import { rowsFrom } from '../../builders/rows.ts';

it('the result of a segment has its verdict as kind and sentence', () => {
  const outcome = createModel(definitionOf()).observe(rowsFrom([1, 1, 1], [1, 1, 0]));
  expect(segmentResult(outcome)).toEqual({
    segment: 1,
    rows: 2,
    verdict: 'accepted',
    sentence: 'accepted: there is no gate',
    confusion: { truePositives: 1, falsePositives: 1, falseNegatives: 0, trueNegatives: 0 },
    logLossSum: 2 * Math.LN2,
    brierSum: 0.5,
    auc: 0.5,
    drift: [],
  });
});

it('rows that a restore, a rollback or a reset undid are left out of those in effect', () => {
  const commit = (version: number) => ledgerRowOf({ version });
  const restored = (version: number, from: number) => ledgerRowOf({ version, operation: { kind: 'restored', from } });
  const reset = (version: number) => ledgerRowOf({ version, operation: { kind: 'reset' } });
  const inEffect = (...rows: ReturnType<typeof ledgerRowOf>[]) => rowsInEffect(rows).map(({ version }) => version);

  expect(inEffect(commit(1), commit(2))).toEqual([1, 2]);
  expect(inEffect(commit(1), commit(2), restored(3, 1), commit(4))).toEqual([1, 3, 4]);
  expect(inEffect(commit(1), commit(2), restored(3, 1), commit(4), restored(5, 3))).toEqual([1, 3, 5]);
  expect(inEffect(commit(1), reset(2), commit(3))).toEqual([2, 3]);
  const back = (version: number, from: number) => ledgerRowOf({ version, operation: { kind: 'rolledBack', from } });
  expect(inEffect(commit(1), commit(2), back(3, 1), commit(4))).toEqual([1, 3, 4]);
});
