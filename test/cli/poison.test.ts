import { describe, expect, it } from 'vitest';
import { type BacktestSegment, createPoisonedModel, isPoisoned, poisonBands } from '../../cli/poison.ts';
import { ThinnedHistory } from '../../cli/thinned-history.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import type { GateName } from '../../learning/gates/registry.ts';
import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { accuracyOf } from '../../learning/metrics/confusion.ts';
import { createModel, type Model } from '../../learning/model.ts';
import { segmentResult } from '../../learning/snapshot/ledger-row.ts';
import { rowsOf } from '../builders/rows.ts';
import { segmentResult as anySegment } from '../report/ledger-builder.ts';

const modelWith = (gate: GateName): Model =>
  createModel(
    resolveDefinition('backtest', { features: 2, learner: { name: 'sgd' }, gate: { name: gate }, threshold: 'f1' }),
  );

const stream: readonly LabelledRows[] = Array.from({ length: 60 }, (_, i) => rowsOf(100, { seed: `segment ${i + 1}` }));

const flipped = (rows: LabelledRows): LabelledRows => ({ ...rows, y: rows.y.map((label) => (label === 1 ? 0 : 1)) });

const numbered = (poisoned: readonly number[], length: number): BacktestSegment[] =>
  Array.from({ length }, (_, i) => ({ ...anySegment({ segment: i + 1 }), poisoned: poisoned.includes(i + 1) }));

describe('the draw', () => {
  it('comes from the seed and the number of the segment, and from nothing before it', () => {
    const drawn = [5, 1, 4, 2, 3].map((segment) => isPoisoned({ probability: 0.5, seed: 3 }, segment));
    const again = [5, 1, 4, 2, 3].map((segment) => isPoisoned({ probability: 0.5, seed: 3 }, segment));
    const other = Array.from({ length: 50 }, (_, i) => isPoisoned({ probability: 0.5, seed: 4 }, i));

    expect(again).toEqual(drawn);
    expect(other).not.toEqual(Array.from({ length: 50 }, (_, i) => isPoisoned({ probability: 0.5, seed: 3 }, i)));
  });

  it.each([0.1, 0.3, 0.9])('flips a share of %d, within four standard errors', (probability) => {
    const drawn = Array.from({ length: 10_000 }, (_, i) => isPoisoned({ probability, seed: 0 }, i + 1));
    const share = drawn.filter((poisoned) => poisoned).length / 10_000;

    expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / 10_000));
  });

  it('flips all that a smaller probability flips', () => {
    const segments = Array.from({ length: 1_000 }, (_, i) => i + 1);
    const few = segments.filter((segment) => isPoisoned({ probability: 0.1, seed: 1 }, segment));
    const more = segments.filter((segment) => isPoisoned({ probability: 0.3, seed: 1 }, segment));

    expect(more).toEqual(expect.arrayContaining(few));
  });
});

describe('a poisoned model', () => {
  it.each(['none', 'champion', 'article'] as const)(
    "scores an honest segment as observe does, with gate '%s'",
    (gate) => {
      const poison = { probability: 0.2, seed: 2 };
      const [model, sameByHand] = [modelWith(gate), modelWith(gate)];
      const poisoned = createPoisonedModel(model, poison);
      const [got, byHand] = [[], []] as [BacktestSegment[], BacktestSegment[]];

      for (const [i, rows] of stream.entries()) {
        got.push(poisoned.observe(rows));
        byHand.push(segmentResult(sameByHand.observe(isPoisoned(poison, i + 1) ? flipped(rows) : rows)));
      }

      const honest = byHand.filter(({ segment }) => !isPoisoned(poison, segment));
      expect(got.filter(({ poisoned }) => !poisoned)).toEqual(
        honest.map((segment) => ({ ...segment, poisoned: false })),
      );
      expect(got.map(({ verdict }) => verdict)).toEqual(byHand.map(({ verdict }) => verdict));
      expect(model.state).toEqual(sameByHand.state);
      expect(honest.some(({ reading }) => reading?.trial !== undefined)).toBe(gate === 'champion'); // a mixture was served
    },
  );

  it('scores a flipped segment on the labels that it came with', () => {
    const poison = { probability: 0.2, seed: 2 };
    const sameByHand = modelWith('none');
    const poisoned = createPoisonedModel(modelWith('none'), poison);

    for (const [i, rows] of stream.entries()) {
      const clean = poisoned.observe(rows);
      const learned = sameByHand.observe(isPoisoned(poison, i + 1) ? flipped(rows) : rows);
      if (!clean.poisoned) continue;
      expect(accuracyOf(clean.confusion)).toBeCloseTo(1 - accuracyOf(learned.confusion), 12);
      expect(clean.auc).toBeCloseTo(1 - (learned.auc as number), 12);
    }
  });

  it('changes nothing where nothing is drawn', () => {
    const plain = modelWith('champion');
    const poisoned = createPoisonedModel(modelWith('champion'), { probability: 1e-9, seed: 0 });

    for (const rows of stream) {
      expect(poisoned.observe(rows)).toEqual({ ...segmentResult(plain.observe(rows)), poisoned: false });
    }
    expect(poisoned.quality.whole()).toEqual(plain.quality.whole());
    expect(poisoned.figures).toMatchObject({ poisoned: 0, caught: null });
  });

  it('counts what the gate kept from the champion, of flipped and of honest segments', () => {
    const poisoned = createPoisonedModel(modelWith('champion'), { probability: 0.2, seed: 2 });
    const segments = stream.map((rows) => poisoned.observe(rows));
    const shareHeld = (some: readonly BacktestSegment[]) =>
      some.filter(({ verdict }) => verdict === 'held').length / some.length;

    const flippedOnes = segments.filter(({ poisoned }) => poisoned);
    const honestOnes = segments.filter(({ poisoned }) => !poisoned);
    expect(poisoned.figures).toEqual({
      poisoned: flippedOnes.length,
      caught: shareHeld(flippedOnes),
      falseHeld: shareHeld(honestOnes),
    });
    expect(poisoned.figures.caught).toBeGreaterThan(0.5);
  });

  it('has caught nothing where there is no gate', () => {
    const poisoned = createPoisonedModel(modelWith('none'), { probability: 0.2, seed: 2 });
    for (const rows of stream) poisoned.observe(rows);

    expect(poisoned.figures).toMatchObject({ caught: 0, falseHeld: 0 });
  });
});

describe('the bands of the poison', () => {
  it('count records from 0, and join neighbours', () => {
    const bands = poisonBands(numbered([1, 4, 5, 8], 8));

    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [3, 5],
      [7, 8],
    ]);
    expect(bands[0]).toMatchObject({ kind: 'harmful', label: 'labels flipped' });
  });

  it('are not there without poison', () => {
    expect(poisonBands([anySegment({ segment: 1 }), anySegment({ segment: 2 })])).toEqual([]);
  });

  it('lie under the points of a history whose neighbours were put together, those that wait included', () => {
    const poisoned = [1, 12, 13, 12_000, 20_003];
    const history = new ThinnedHistory();
    for (const segment of numbered(poisoned, 20_003)) history.add(segment);

    const bands = poisonBands(history.segments);

    expect(history.segments.length).toBeLessThan(10_000); // 4 in each, and 3 that wait
    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [8, 16],
      [11_996, 12_000],
      [20_000, 20_003],
    ]);
    for (const segment of poisoned) expect(bands.some(({ from, to }) => from < segment && segment <= to)).toBe(true);
  });
});
