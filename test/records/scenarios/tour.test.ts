import { describe, expect, it } from 'vitest';
import { createModel } from '../../../learning/model.ts';
import { scenarios } from '../../../records/scenarios/table.ts';
import { definitionOf } from '../../builders/definition.ts';
import { tutorialRows } from '../../builders/tutorial-rows.ts';

const { tour } = scenarios;
const LENGTH = 300;
const [before, after, burst] = tour.truth(3, LENGTH);

/** Accuracy, over some records, of a model that has learned those of concept A before the burst. */
function accuracyOn(from: number, to: number): number {
  const model = createModel(definitionOf({ features: 10 }));
  for (let index = 0; index < burst.from; index++) model.observe(tour.rows(3, index, LENGTH));
  let [right, count] = [0, 0];
  for (let index = from; index < to; index++) {
    const { X, y } = tour.rows(3, index, LENGTH);
    y.forEach((label, i) => {
      right += (model.champion.predictProba(X, 10 * i) >= 0.5 ? 1 : 0) === label ? 1 : 0;
      count += 1;
    });
  }
  return right / count;
}

describe('the tour', () => {
  it('has its burst within the first concept, with time to learn before it and after it', () => {
    expect(before).toEqual({ kind: 'concept', from: 0, to: 180, label: 'concept A' });
    expect(after).toEqual({ kind: 'concept', from: 180, to: 300, label: 'concept B' });
    expect(burst).toEqual({ kind: 'harmful', from: 90, to: 95, label: 'labels flipped' });
  });

  it('sends in the burst exactly the other label of what it would have sent', () => {
    for (let index = 0; index < before.to; index++) {
      const honest = tutorialRows('A', 3, index);
      const flipped = index >= burst.from && index < burst.to;
      expect(tour.rows(3, index, LENGTH)).toEqual(
        flipped ? { ...honest, y: honest.y.map((label) => 1 - label) } : honest,
      );
    }
  });

  it('changes its concept for good: what was learned before fits what comes before it, and not what comes after', () => {
    expect(accuracyOn(burst.to, before.to)).toBeGreaterThan(0.7);
    expect(accuracyOn(burst.from, burst.to)).toBeLessThan(0.3);
    expect(accuracyOn(after.from, after.to)).toBeLessThan(0.65);
  });

  it('begins again when its length is over, with new rows', () => {
    const again = tour.rows(3, LENGTH + burst.from, LENGTH);
    const honest = tutorialRows('A', 3, LENGTH + burst.from);
    expect(again.y).toEqual(honest.y.map((label) => 1 - label));
    expect(again.X).not.toEqual(tour.rows(3, burst.from, LENGTH).X);
  });
});
