import { describe, expect, it } from 'vitest';
import { createModel } from '../../../learning/model.ts';
import { definitionOf } from '../../builders/definition.ts';
import { rowsOf } from '../../builders/rows.ts';

const fresh = () => createModel(definitionOf({ gate: { name: 'article' }, learner: { name: 'sgd', eta0: 0.5 } }));
const honest = (i: number, count = 100) => rowsOf(count, { seed: `honest ${i}`, flipped: 0 });
const harmful = (i: number) => rowsOf(100, { seed: `harmful ${i}`, flipped: 1 });

const numbers = (sentence: string) => (sentence.match(/\d\.\d{3}/g) ?? []).map(Number);

/** A model that knows its world. */
function trained() {
  const model = fresh();
  for (let i = 0; i < 10; i++) model.observe(honest(i));
  return model;
}

describe('the article gate', () => {
  it('accepts the first segment, however badly it is learned', () => {
    const { verdict } = fresh().observe(rowsOf(10, { flipped: 0.5 }));
    expect(verdict.kind).toBe('accepted');
    expect(verdict.sentence).toMatch(/^accepted: F1 \d\.\d{3}, the first segment always is$/);
  });

  it.each([1, 2, 4, 5, 6, 10, 11, 99, 100, 104, 105, 109])(
    'learns of %i rows those that train_test_split(test_size=0.2) leaves',
    (rows) => {
      const model = fresh();
      model.observe(honest(0, rows));
      expect(model.champion.state['scaler/seen'][0]).toBe(rows - Math.ceil(0.2 * rows));
    },
  );

  it('expects more than 0.95 × the mean of the F1s accepted so far', () => {
    const model = fresh();
    const acceptedF1s: number[] = [];
    const verdicts: string[] = [];
    for (let i = 0; i < 60; i++) {
      const { kind, sentence } = model.observe(rowsOf(100, { seed: `noisy ${i}`, flipped: 0.25 })).verdict;
      const [f1, limit] = numbers(sentence);
      if (i > 0) {
        const mean = acceptedF1s.reduce((sum, accepted) => sum + accepted) / acceptedF1s.length;
        expect(Math.abs(limit - 0.95 * mean)).toBeLessThan(0.0011); // both are shown to three digits
        expect(kind).toBe(f1 > limit ? 'accepted' : 'rejected');
        expect(sentence).toBe(`${kind}: F1 ${f1.toFixed(3)}, more than ${limit.toFixed(3)} expected`);
      }
      if (kind === 'accepted') acceptedF1s.push(f1);
      verdicts.push(kind);
    }
    expect(verdicts.filter((kind) => kind === 'rejected').length).toBeGreaterThan(5);
  });

  it.each(['standard', 'minmax'] as const)(
    'leaves no trace of a rejected update in the champion, scaler %s',
    (scaler) => {
      const model = createModel(definitionOf({ gate: { name: 'article' }, scaler }));
      for (let i = 0; i < 20; i++) model.observe(honest(i));
      let rejections = 0;
      for (let i = 0; i < 10; i++) {
        const before = structuredClone(model.champion.state);
        const gate = structuredClone(model.state['gate/accepted']);
        const { verdict } = model.observe(harmful(i));
        if (verdict.kind !== 'rejected') continue;
        rejections += 1;
        expect(model.champion.state).toEqual(before);
        expect(model.state['gate/accepted']).toEqual(gate);
      }
      expect(rejections).toBeGreaterThan(0);
    },
  );

  it('judges the updated model, not the one before', () => {
    // at this rate one segment of the opposite overturns the model, so the rule finds the update good
    const model = createModel(
      definitionOf({ gate: { name: 'article' }, learner: { name: 'sgd', eta0: 50 }, segmentRows: 100 }),
    );
    for (let i = 0; i < 5; i++) model.observe(honest(i));
    expect(model.observe(harmful(0)).verdict.kind).toBe('accepted');
  });

  it('splits by the rows alone: the same segment is split alike wherever it comes', () => {
    const [one, other] = [trained(), trained()];
    expect(one.observe(honest(50)).verdict).toEqual(other.observe(honest(50)).verdict);
  });

  it('goes on rejecting at F1 0 once that is what it accepted', () => {
    const model = fresh();
    const negatives = { ...honest(0), y: new Uint8Array(100) };
    expect(model.observe(negatives).verdict.sentence).toContain('accepted: F1 0.000');
    expect(model.observe(negatives).verdict.sentence).toBe('rejected: F1 0.000, more than 0.000 expected');
  });
});
