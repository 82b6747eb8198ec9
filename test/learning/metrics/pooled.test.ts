import fc from 'fast-check';
import { expect, it } from 'vitest';
import { confusionOf } from '../../../learning/metrics/confusion.ts';
import { brierSum, logLossSum } from '../../../learning/metrics/losses.ts';
import { pooledScores, type Scored } from '../../../learning/metrics/pooled.ts';

const row = fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

function scored(rows: readonly (readonly [number, number])[]): Scored {
  const y = Uint8Array.from(rows, ([label]) => label);
  const p = Float64Array.from(rows, ([, probability]) => probability);
  return {
    rows: rows.length,
    confusion: confusionOf(y, p, 0.5),
    logLossSum: logLossSum(y, p),
    brierSum: brierSum(y, p),
  };
}

it('segments taken together score as their rows do in one segment', () => {
  fc.assert(
    fc.property(fc.array(fc.array(row), { maxLength: 8 }), (segments) => {
      const together = pooledScores([scored(segments.flat())]);
      const pooled = pooledScores(segments.map(scored));
      if (pooled === undefined || together === undefined) {
        expect(pooled).toBe(together);
        return;
      }
      expect(pooled.logLoss).toBeCloseTo(together.logLoss, 9);
      expect(pooled.brier).toBeCloseTo(together.brier, 9);
      const rounding = { logLoss: 0, logLossSum: 0, brier: 0, brierSum: 0 };
      expect({ ...pooled, ...rounding }).toEqual({ ...together, ...rounding });
    }),
  );
});

it('there are no scores of no rows', () => {
  expect(pooledScores([])).toBeUndefined();
});
