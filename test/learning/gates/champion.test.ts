import { describe, expect, it } from 'vitest';
import { createF1Difference } from '../../../learning/gates/f1-difference.ts';
import { surpriseOf } from '../../../learning/gates/surprise.ts';
import { createSurpriseLimit } from '../../../learning/gates/surprise-limit.ts';
import { PROMOTED_AT } from '../../../learning/gates/trial.ts';
import type { LabelledRows } from '../../../learning/labelled-rows.ts';
import { createModel } from '../../../learning/model.ts';
import { seededRandom } from '../../../learning/random.ts';
import { encodeSections } from '../../../learning/snapshot/sections.ts';
import { definitionOf } from '../../builders/definition.ts';
import { tutorialRows } from '../../builders/tutorial-rows.ts';

const honest = (index: number, concept = 'A') => tutorialRows(concept, 4, index);
const flipped = (rows: LabelledRows): LabelledRows => ({ ...rows, y: rows.y.map((label) => 1 - label) });
const modelAfter = (segments: number) => {
  const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
  for (let i = 0; i < segments; i++) model.observe(honest(i));
  return model;
};

/** Probabilities, and labels that keep to them. */
function calibrated(count: number, random = seededRandom('calibrated')) {
  const probabilities = Float64Array.from({ length: count }, () => random.uniform() ** 2);
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)) };
}

/** Of segments in which nothing is wrong, judged by the model that drew their labels. */
function surprises(rows: number, rarity: number, segments: number): Float64Array {
  const random = seededRandom(`surprise/${rows}/${rarity}`);
  return Float64Array.from({ length: segments }, () => {
    const probabilities = Float64Array.from({ length: rows }, () => random.uniform() ** rarity);
    return surpriseOf(
      Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)),
      probabilities,
    );
  });
}

describe('surprise', () => {
  it.each([
    [20, 2],
    [100, 2],
    [100, 30],
    [1_000, 2],
    [1_000, 30],
  ])('of a calibrated model is a normal deviate, in segments of %i rows, labels u^%i', (rows, rarity) => {
    const values = surprises(rows, rarity, 3_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(rarity === 30 || rows === 20 ? 0.35 : 0.12); // few positives: a mean a little below
    expect(Math.abs(variance - 1)).toBeLessThan(0.2);
  });

  it.each([10, 20, 100, 1_000])(
    'is above r with a probability of at most exp(−r² / 2), in segments of %i rows',
    (rows) => {
      for (const rarity of [1, 4, 30]) {
        const values = surprises(rows, rarity, 2_000);
        for (const r of [1, 2, 3]) {
          const share = values.filter((value) => value > r).length / values.length;
          expect(share).toBeLessThanOrEqual(Math.exp((-r * r) / 2));
        }
        expect(Math.max(...values)).toBeLessThan(4.5);
      }
    },
  );

  it('is far above for labels that are turned around, and 0 of a model that knows nothing', () => {
    const { labels, probabilities } = calibrated(100);
    expect(
      surpriseOf(
        labels.map((label) => 1 - label),
        probabilities,
      ),
    ).toBeGreaterThan(6);
    expect(
      surpriseOf(
        labels,
        probabilities.map(() => 0.5),
      ),
    ).toBe(0);
  });

  it('counts a row that was certain and wrong for √(2 · 36), and does not mind how many were certain and right', () => {
    expect(surpriseOf(Uint8Array.of(1), Float64Array.of(0))).toBeCloseTo(Math.sqrt(72), 1);
    expect(surpriseOf(Uint8Array.of(1, 1, 0), Float64Array.of(0, 1, 0))).toBeCloseTo(Math.sqrt(72), 0);
  });

  it('is what the exact tail of a binomial says: r such that twice its log is near r²', () => {
    const probabilities = new Float64Array(200).fill(0.1);
    const labels = Uint8Array.from({ length: 200 }, (_, i) => (i < 40 ? 1 : 0)); // 40 where 20 are expected
    const relative = 40 * Math.log(0.2 / 0.1) + 160 * Math.log(0.8 / 0.9);
    expect(surpriseOf(labels, probabilities)).toBeCloseTo(Math.sqrt(2 * relative), 2);
  });
});

describe('the limit of surprise', () => {
  it('is 0.4 √rows before five segments, then 3.5 deviations above the median, at least 3.5', () => {
    const limit = createSurpriseLimit();
    for (const surprise of [0, 1, -1, 0.5]) limit.learn(surprise);
    expect([20, 100, 1_000].map((rows) => limit.value(rows))).toEqual([3.5, 4, 0.4 * Math.sqrt(1_000)]);
    limit.learn(-0.5);
    expect(limit.value(1_000)).toBe(3.5);
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 1 : 4);
    expect(limit.value(200)).toBeCloseTo(2.5 + 3.5 * 1.4826 * 1.5, 9);
  });

  it('does not make room for harm that was accepted: it spreads to 0.8 √rows and no further', () => {
    const limit = createSurpriseLimit();
    for (let i = 0; i < 50; i++) limit.learn(i % 2 === 0 ? 0 : 20);
    expect(limit.value(100)).toBe(10 + 0.8 * 10);
  });
});

describe('the difference of two F1s', () => {
  it('has the standard error that it varies by', () => {
    const random = seededRandom('f1');
    const draw = () => {
      const f1 = createF1Difference();
      const { labels, probabilities } = calibrated(400, random);
      const other = probabilities.map((p) => Math.min(1, Math.max(0, p + 0.2 * random.normal())));
      f1.learn(labels, probabilities, other, 0.5);
      return f1.value();
    };
    const draws = Array.from({ length: 1_500 }, draw);
    const differences = draws.map(({ champion, challenger }) => champion - challenger);
    const mean = differences.reduce((sum, value) => sum + value, 0) / draws.length;
    const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length);
    const stated = draws.reduce((sum, { standardError }) => sum + standardError, 0) / draws.length;
    expect(Math.abs(stated / spread - 1)).toBeLessThan(0.1);
  });
});

describe('the champion gate', () => {
  it('holds a segment of flipped labels: the champion learns nothing of it, and says why in a sentence', () => {
    const model = modelAfter(60);
    const before = encodeSections(model.champion.state);
    const { verdict } = model.observe(flipped(honest(60)));
    expect(verdict.kind).toBe('held');
    expect(verdict.sentence).toMatch(/^held: surprise \d+\.\d, expected under \d+\.\d; challenger began$/);
    expect(Buffer.compare(encodeSections(model.champion.state), before)).toBe(0);
  });

  it('drops the challenger that believed one harmful segment, and goes on as if nothing had been', () => {
    const [poisoned, clean] = [modelAfter(60), modelAfter(60)];
    poisoned.observe(flipped(honest(60)));
    const sentences: string[] = [];
    for (let i = 61; i < 70; i++) {
      sentences.push(poisoned.observe(honest(i)).verdict.sentence);
      clean.observe(honest(i));
    }
    expect(sentences.filter((sentence) => sentence.includes('challenger dropped')).length).toBe(1);
    expect(sentences.every((sentence) => sentence.startsWith('accepted: '))).toBe(true);
    expect(encodeSections(poisoned.champion.state)).toEqual(encodeSections(clean.champion.state));
    expect(poisoned.predictProba(honest(70).X, 0)).toBe(clean.predictProba(honest(70).X, 0));
  });

  it('says so when a segment that speaks against the challenger is suspicious itself, and begins another', () => {
    const model = modelAfter(60);
    const rows = honest(61);
    model.observe(flipped(honest(60)));
    const { verdict } = model.observe({ ...rows, y: rows.y.map((label, i) => (i % 4 === 0 ? 1 - label : label)) });
    expect(verdict.kind).toBe('held');
    expect(verdict.sentence).toMatch(/; challenger dropped: F1 .* over 1 segment, evidence -\d\.\d; another began$/);
    expect(verdict.reading?.trial?.outcome).toBe('dropped');
    expect(model.observe(honest(62)).verdict.reading?.trial?.segments).toBe(1);
  });

  it('promotes the challenger twelve segments after a change, and then has learned all of them', () => {
    const model = modelAfter(60);
    const verdicts = Array.from({ length: 16 }, (_, i) => model.observe(honest(60 + i, 'B')).verdict);
    const promoted = verdicts.findIndex(({ kind }) => kind === 'promoted');
    expect(promoted).toBe(12);
    const { trial } = verdicts[promoted].reading ?? {};
    expect(trial?.segments).toBe(promoted);
    expect(verdicts.map(({ reading }) => reading?.trial?.outcome).filter(Boolean)).toEqual(['promoted']);
    expect(trial?.evidence).toBe(PROMOTED_AT);
    expect(trial?.share).toBeGreaterThan(0.9);
    expect(trial?.challenger.logLossSum).toBeLessThan(trial?.champion.logLossSum as number);
    expect(verdicts[promoted].sentence).toMatch(
      /^promoted: F1 0\.\d\d against challenger's 0\.\d\d over 12 segments, evidence \d\.\d$/,
    );
  });

  it('serves the challenger more and more while evidence for it adds up', () => {
    const model = modelAfter(60);
    const { X, count } = honest(90, 'B');
    const gap = () => {
      const gaps = Array.from({ length: count }, (_, i) =>
        Math.abs(model.predictProba(X, 10 * i) - model.champion.predictProba(X, 10 * i)),
      );
      return gaps.reduce((sum, value) => sum + value, 0) / count;
    };
    expect(gap()).toBe(0);
    model.observe(honest(60, 'B'));
    const first = gap();
    model.observe(honest(61, 'B'));
    model.observe(honest(62, 'B'));
    expect(first).toBeGreaterThan(0);
    expect(gap()).toBeGreaterThan(first);
  });

  it('learns a segment of fewer than ten rows without a judgement, and so is no gate for single rows', () => {
    const model = modelAfter(60);
    const { X, y, width } = honest(60);
    const { verdict } = model.observe({
      count: 9,
      width,
      X: X.slice(0, 90),
      y: y.slice(0, 9).map((label) => 1 - label),
    });
    expect(verdict).toEqual({ kind: 'accepted', sentence: 'accepted: 9 rows are too few to judge' });
  });

  it('holds at most one in a hundred of segments in which nothing is wrong', () => {
    const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
    const verdicts = Array.from({ length: 600 }, (_, i) => model.observe(honest(i)).verdict.kind);
    expect(verdicts.filter((kind) => kind === 'held').length).toBeLessThanOrEqual(6);
    expect(verdicts.filter((kind) => kind === 'promoted').length).toBeLessThanOrEqual(1);
  });
});
