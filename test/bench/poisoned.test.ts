import { describe, expect, it } from 'vitest';
import { createIdealObserver } from '../../bench/ideal-observer.ts';
import { passGate, passIdeal } from '../../bench/poisoned-passage.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import { withLabelsFlipped } from '../../records/scenarios/harms.ts';
import { scenarios } from '../../records/scenarios/table.ts';

const segments = Array.from({ length: 12 }, (_, i) => scenarios.fixed.clean(1, i, 12));
const definition = resolveDefinition('ideal', { features: 10, learner: { name: 'sgd' } });

/** What the observer holds of segments of which these are flipped. */
const heldOf = (flipped: readonly boolean[]) => {
  const observer = createIdealObserver(definition, 0.3);
  return flipped.map((bad, i) => observer.observe(bad ? withLabelsFlipped(segments[i]) : segments[i], bad).held);
};

describe('the ideal observer', () => {
  it('holds what contradicts the larger side, and believes the first one as long as both are as large', () => {
    expect(heldOf([false, true, false, false, true])).toEqual([false, true, false, false, true]);
    expect(heldOf([true, false, false, true, false])).toEqual([false, true, false, true, false]);
  });

  it('cannot tell a concept with some segments flipped from the opposite one with the others flipped', () => {
    const flipped = [false, true, true, false, false, false, true, false];
    expect(heldOf(flipped)).toEqual(heldOf(flipped.map((bad) => !bad)));
  });

  it('serves each side by its odds: half and half of two that are opposite', () => {
    const observer = createIdealObserver(definition, 0.3);
    observer.observe(segments[0], false);
    observer.observe(withLabelsFlipped(segments[0]), true);
    const { probabilities } = observer.observe(segments[1], false);
    for (const p of probabilities) expect(p).toBeCloseTo(0.5, 6);
  });
});

describe('a passage', () => {
  it('costs the ideal observer less than no gate, and the champion nothing where nothing is flipped', () => {
    const poison = { probability: 0.3, seed: 3 };
    const [none, ideal] = [
      passGate(segments, { learner: 'committee', gate: 'none' }, poison),
      passIdeal(segments, 'committee', poison),
    ];
    expect(none).toMatchObject({ caught: 0, falseHeld: 0 });
    expect(ideal.logLoss).toBeLessThan(none.logLoss);
    const quiet = { probability: 0, seed: 1 };
    expect(passGate(segments, { learner: 'committee', gate: 'champion' }, quiet)).toEqual(
      passGate(segments, { learner: 'committee', gate: 'none' }, quiet),
    );
  });
});
