import { describe, expect, it } from 'vitest';
import { accuracyOf, confusionOf, f1Of, precisionOf, recallOf } from '../../../learning/metrics/confusion.ts';
import { logLossSum } from '../../../learning/metrics/losses.ts';
import golden from '../../golden/metrics.json' with { type: 'json' };

describe.each(golden.cases)('scores agree with scikit-learn to 1e-9: $name', (given) => {
  const y = Uint8Array.from(given.y);
  const proba = Float64Array.from(given.proba);
  const confusion = confusionOf(y, proba, 0.5);

  it.each([
    ['F1', f1Of(confusion), given.f1],
    ['precision', precisionOf(confusion), given.precision],
    ['recall', recallOf(confusion), given.recall],
    ['accuracy', accuracyOf(confusion), given.accuracy],
    ['log loss', logLossSum(y, proba) / y.length, given.log_loss],
  ])('%s', (_, got, expected) => {
    expect(Math.abs(got - expected)).toBeLessThan(1e-9);
  });
});
