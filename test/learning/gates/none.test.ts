import { expect, it } from 'vitest';
import { createClassifier } from '../../../learning/classifier.ts';
import { createModel } from '../../../learning/model.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';

it('without a gate all rows of every segment are learned, in order', () => {
  const model = createModel(definitionOf());
  const plain = createClassifier(definitionOf());
  for (let i = 0; i < 10; i++) {
    const rows = rowsOf(100, { seed: `${i}`, flipped: i / 10 });
    expect(model.observe(rows).verdict).toEqual({ kind: 'accepted', sentence: 'accepted: there is no gate' });
    plain.partialFit(rows);
  }
  expect(model.champion.state).toEqual(plain.state);
});
