import { expect, it } from 'vitest';
import { createModel } from '../../../learning/model.ts';
import { segmentResult } from '../../../learning/snapshot/ledger-row.ts';
import { definitionOf } from '../../builders/definition.ts';
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
