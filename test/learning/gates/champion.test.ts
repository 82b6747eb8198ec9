import { describe, expect, it } from 'vitest';
import { PROMOTED_AT } from '../../../learning/gates/trial.ts';
import type { LabelledRows } from '../../../learning/labelled-rows.ts';
import { createModel } from '../../../learning/model.ts';
import { type Random, seededRandom } from '../../../learning/random.ts';
import { encodeSections } from '../../../learning/snapshot/sections.ts';
import { withLabelsFlipped } from '../../../records/scenarios/harms.ts';
import { definitionOf } from '../../builders/definition.ts';
import { tutorialRows } from '../../builders/tutorial-rows.ts';

const honest = (index: number, concept = 'A') => tutorialRows(concept, 4, index);
/** Each label is wrong with this probability. */
const mislabelled = (rows: LabelledRows, share: number, random: Random): LabelledRows => ({
  ...rows,
  y: rows.y.map((label) => (random.uniform() < share ? 1 - label : label)),
});
const modelAfter = (segments: number) => {
  const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
  for (let i = 0; i < segments; i++) model.observe(honest(i));
  return model;
};

describe('the champion gate', () => {
  it('holds a segment of flipped labels: the champion learns nothing of it, and says why in a sentence', () => {
    const model = modelAfter(60);
    const before = encodeSections(model.champion.state);
    const { verdict } = model.observe(withLabelsFlipped(honest(60)));
    expect(verdict.kind).toBe('held');
    expect(verdict.sentence).toMatch(/^held: surprise \d+\.\d, expected under \d+\.\d; challenger began$/);
    expect(Buffer.compare(encodeSections(model.champion.state), before)).toBe(0);
  });

  it('drops the challenger that believed one harmful segment, and goes on as if nothing had been', () => {
    const [poisoned, clean] = [modelAfter(60), modelAfter(60)];
    poisoned.observe(withLabelsFlipped(honest(60)));
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
    model.observe(withLabelsFlipped(honest(60)));
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

  it.each([
    ['the second', [1]],
    ['the first', [0]],
    ['the first two and the fourth', [0, 1, 3]],
    ['the second to the fourth', [1, 2, 3]],
  ])('finds back to honest labels where %s of the first segments were harmful', (_, harmful) => {
    const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
    for (let i = 0; i < 20; i++) model.observe(harmful.includes(i) ? withLabelsFlipped(honest(i)) : honest(i));
    const { X, y, count } = honest(30);
    const right = Array.from(y, (label, i) => (model.champion.predictProba(X, 10 * i) >= 0.5 ? 1 : 0) === label);
    expect(right.filter(Boolean).length / count).toBeGreaterThan(0.7);
    expect(model.observe(honest(20)).verdict.kind).toBe('accepted');
  });

  it('lets a burst of ten flipped segments pass without a trace: the champion is what it was', () => {
    const [burst, clean] = [modelAfter(60), modelAfter(60)];
    for (let i = 60; i < 70; i++) expect(burst.observe(withLabelsFlipped(honest(i))).verdict.kind).toBe('held');
    for (let i = 70; i < 80; i++) {
      burst.observe(honest(i));
      clean.observe(honest(i));
    }
    expect(encodeSections(burst.champion.state)).toEqual(encodeSections(clean.champion.state));
    expect(burst.observe(honest(80)).verdict.sentence).toMatch(/^accepted: surprise -?\d\.\d, expected under \d\.\d$/);
  });

  /** Sixty honest segments, ten flipped ones, ten honest ones. */
  const modelAfterBurst = () => {
    const model = modelAfter(60);
    for (let i = 60; i < 80; i++) model.observe(i < 70 ? withLabelsFlipped(honest(i)) : honest(i));
    return model;
  };

  it('tries the challenger of a burst again when the same harm comes back, and hardly serves it', () => {
    const model = modelAfterBurst();
    expect(model.observe(withLabelsFlipped(honest(80))).verdict.sentence).toMatch(
      /^held: .*; the dropped challenger began again$/,
    );
    expect(model.rival()?.share).toBeLessThan(0.01);
    expect(model.observe(honest(81)).verdict.sentence).toMatch(/^accepted: .*; challenger dropped: .* over 1 segment/);
  });

  it('begins with a new challenger where the one that was dropped does not explain the segment', () => {
    const model = modelAfterBurst();
    expect(model.observe(honest(80, 'B')).verdict.sentence).toMatch(/^held: .*; challenger began$/);
  });

  it('follows a change to what a burst had said: served from the sixth segment on, promoted after twelve', () => {
    const model = modelAfterBurst();
    const verdicts = Array.from({ length: 13 }, (_, i) => model.observe(withLabelsFlipped(honest(80 + i))).verdict);
    expect(verdicts.map(({ kind }) => kind)).toEqual([...Array(12).fill('held'), 'promoted']);
    expect(verdicts[5].reading?.trial?.share).toBeGreaterThan(0.8);
    expect(model.observe(withLabelsFlipped(honest(93))).verdict.kind).toBe('accepted');
  });

  it('does not learn what a challenger that was dropped before explains better, however little it surprises', () => {
    const [noise, harm] = [seededRandom('noise'), seededRandom('b')];
    const weak = (rows: LabelledRows) => mislabelled(rows, 0.25, noise);
    const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
    let seen = 0;
    for (let i = 0; i < 200; i++) {
      const rows = weak(honest(i));
      const before = encodeSections(model.champion.state);
      const harmful = harm.uniform() < 0.3;
      const { kind, sentence, reading } = model.observe(harmful ? withLabelsFlipped(rows) : rows).verdict;
      if (!sentence.includes(', but a challenger that was dropped before is better at it')) continue;
      seen += 1;
      const { surprise, limit, trial } = reading ?? {};
      expect([kind, harmful]).toEqual(['held', true]);
      expect(surprise).toBeLessThanOrEqual(limit as number);
      expect(trial?.challenger.logLossSum).toBeLessThan(trial?.champion.logLossSum as number);
      expect(Buffer.compare(encodeSections(model.champion.state), before)).toBe(0);
    }
    expect(seen).toBeGreaterThan(0);
  });

  it('takes a longer burst, or a bolder limit, where it is told to', () => {
    const modelOf = (gate: object) => {
      const model = createModel(definitionOf({ features: 10, gate: { name: 'champion', ...gate } }));
      for (let i = 0; i < 60; i++) model.observe(honest(i));
      return model;
    };
    const verdicts = (gate: object, segments: number) => {
      const model = modelOf(gate);
      return Array.from({ length: segments }, (_, i) => model.observe(honest(60 + i, 'B')).verdict.kind);
    };
    expect(verdicts({ trialSegments: 30 }, 32).indexOf('promoted')).toBe(30);
    expect(verdicts({ deviations: 1_000 }, 3)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('holds a segment of which one feature comes in another unit, though it says nothing of the label', () => {
    const noise = (rows: LabelledRows, factor: number): LabelledRows => {
      const X = Float64Array.from({ length: 11 * rows.count }, (_, i) =>
        i % 11 < 10 ? rows.X[10 * Math.floor(i / 11) + (i % 11)] : factor * Math.sin(i * i),
      );
      return { ...rows, width: 11, X };
    };
    const model = createModel(definitionOf({ features: 11, gate: { name: 'champion' } }));
    for (let i = 0; i < 30; i++) model.observe(noise(honest(i), 1));
    const { verdict } = model.observe(noise(honest(30), 1_000));
    expect(verdict.kind).toBe('held');
    expect(verdict.sentence).toBe('held: most of x10 is beyond 3 times the largest learned; challenger began');
    expect(model.observe(noise(honest(31), 1)).verdict.kind).toBe('accepted');
  });

  it('follows a unit that changes for good', () => {
    const scaled = (rows: LabelledRows): LabelledRows => ({
      ...rows,
      X: rows.X.map((x, i) => (i % 10 === 0 ? 1_000 * x : x)),
    });
    const model = modelAfter(60);
    const kinds = Array.from({ length: 60 }, (_, i) => model.observe(scaled(honest(60 + i))).verdict.kind);
    expect(kinds).toContain('promoted');
    expect(kinds.slice(-10).every((kind) => kind === 'accepted')).toBe(true);
  });

  it('judges segments of one class, and of rare positives, by what the champion expected of them', () => {
    const model = modelAfter(60);
    const rows = honest(61);
    const ofClass = (label: number): LabelledRows => {
      const chosen = Array.from({ length: rows.count }, (_, i) => i).filter((i) => rows.y[i] === label);
      return {
        count: chosen.length,
        width: 10,
        X: Float64Array.from(chosen.flatMap((i) => Array.from(rows.X.subarray(10 * i, 10 * i + 10)))),
        y: new Uint8Array(chosen.length).fill(label),
      };
    };
    expect([0, 1].map((label) => model.observe(ofClass(label)).verdict.kind)).toEqual(['accepted', 'accepted']);
    expect([0, 1].map((label) => model.observe(withLabelsFlipped(ofClass(label))).verdict.kind)).toEqual([
      'held',
      'held',
    ]);
  });

  it.each([
    ['hinge loss, whose probabilities are none', { name: 'sgd', loss: 'hinge' }],
    ['a rate so high that it is far too sure', { name: 'sgd', eta0: 0.5 }],
    ['a rate so low that it is never sure', { name: 'sgd', eta0: 0.001 }],
    ['naive Bayes, which counts everything twice', { name: 'naive-bayes' }],
  ] as const)('works for a learner that is not calibrated: %s', (_, learner) => {
    const model = createModel(definitionOf({ features: 10, learner, gate: { name: 'champion' } }));
    const kinds = Array.from({ length: 300 }, (_, i) => model.observe(honest(i)).verdict.kind);
    expect(kinds.slice(50).filter((kind) => kind === 'held').length).toBeLessThanOrEqual(4);
    const caught = Array.from({ length: 20 }, (_, i) => {
      const { kind } = model.observe(withLabelsFlipped(honest(300 + 10 * i))).verdict;
      for (let j = 1; j < 10; j++) model.observe(honest(300 + 10 * i + j));
      return kind === 'held';
    });
    expect(caught.filter(Boolean).length).toBeGreaterThanOrEqual(18);
  });

  it('holds labels that fit better turned round, of a learner so sure that honest ones surprise it as much', () => {
    const [noise, harm] = [seededRandom('noise'), seededRandom('harm')];
    const weak = (rows: LabelledRows) => mislabelled(rows, 0.25, noise);
    const model = createModel(definitionOf({ features: 10, learner: { name: 'sgd' }, gate: { name: 'champion' } }));
    const verdicts = Array.from({ length: 300 }, (_, i) => {
      const harmful = harm.uniform() < 0.3;
      return { harmful, ...model.observe(harmful ? withLabelsFlipped(weak(honest(i))) : weak(honest(i))).verdict };
    });
    const held = (harmful: boolean) => {
      const those = verdicts.filter((verdict) => verdict.harmful === harmful);
      return those.filter(({ kind }) => kind === 'held').length / those.length;
    };
    expect(held(true)).toBeGreaterThan(0.8); // 0.3, were the limit what is usual
    expect(held(false)).toBeLessThan(0.15);
  });

  it('lets a learner begin that is too sure of the little it knows, and holds the flipped segment that comes then', () => {
    const learner = { name: 'sgd', eta0: 0.1 } as const;
    const held = { honest: 0, flipped: 0 };
    for (let stream = 0; stream < 60; stream++) {
      const noise = seededRandom(`noise/${stream}`);
      const noisy = (index: number) => mislabelled(honest(index), 0.2, noise);
      const model = createModel(definitionOf({ features: 10, learner, gate: { name: 'champion' } }));
      for (let i = 0; i < 5; i++) if (model.observe(noisy(10 * stream + i)).verdict.kind === 'held') held.honest += 1;
      if (model.observe(withLabelsFlipped(noisy(10 * stream + 5))).verdict.kind === 'held') held.flipped += 1;
    }
    expect(held.honest).toBeLessThan(10); // of 300; 55 by the limit for labels that fit better turned round
    expect(held.flipped).toBeGreaterThan(54); // of 60
  });

  it('is never shut: of a learner that is sure of everything and wrong one time in four, most segments are accepted', () => {
    const learner = { name: 'sgd', eta0: 2 } as const;
    const model = createModel(definitionOf({ features: 10, learner, gate: { name: 'champion' } }));
    const kinds = Array.from({ length: 300 }, (_, i) => model.observe(honest(i)).verdict.kind);
    expect(kinds.filter((kind) => kind === 'accepted').length).toBeGreaterThan(200);
  });

  it('does not mind labels that are wrong now and then, in each segment alike', () => {
    const noisy = (i: number) => mislabelled(honest(i), 0.2, seededRandom(`noise/${i}`));
    const model = createModel(definitionOf({ features: 10, gate: { name: 'champion' } }));
    const kinds = Array.from({ length: 400 }, (_, i) => model.observe(noisy(i)).verdict.kind);
    expect(kinds.filter((kind) => kind !== 'accepted').length).toBeLessThanOrEqual(4);
    expect(model.observe(withLabelsFlipped(noisy(400))).verdict.kind).toBe('held');
  });
});
