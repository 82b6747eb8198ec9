import { describe, expect, it } from 'vitest';
import { gateNames } from '../../learning/gates/registry.ts';
import { confusionOf } from '../../learning/metrics/confusion.ts';
import { logLossSum } from '../../learning/metrics/losses.ts';
import { createModel } from '../../learning/model.ts';
import { scalerNames } from '../../learning/scalers/registry.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsFrom, rowsOf } from '../builders/rows.ts';

const segments = Array.from({ length: 30 }, (_, i) => rowsOf(100 + (i % 10), { seed: `segment ${i}` }));
const settings = gateNames.flatMap((gate) => scalerNames.map((scaler) => ({ gate, scaler })));

describe.each(settings)('a model with gate $gate and scaler $scaler', ({ gate, scaler }) => {
  const definition = definitionOf({ gate: { name: gate }, scaler });

  it('makes the same state and the same outcomes of the same segments', () => {
    const [one, other] = [createModel(definition), createModel(definition)];
    expect(segments.map((rows) => one.observe(rows))).toEqual(segments.map((rows) => other.observe(rows)));
    expect(one.state).toEqual(other.state);
  });

  it('scores a segment before it learns it', () => {
    const model = createModel(definition);
    for (const rows of segments.slice(0, 5)) {
      const before = Float64Array.from({ length: rows.count }, (_, i) => model.champion.predictProba(rows.X, 2 * i));
      const outcome = model.observe(rows);
      expect(outcome.confusion).toEqual(confusionOf(rows.y, before, 0.5));
      expect(outcome.logLossSum).toBe(logLossSum(rows.y, before));
      expect(outcome.rows).toBe(rows.count);
    }
  });

  it('numbers segments from 1, whatever the verdict', () => {
    const model = createModel(definition);
    expect(segments.map((rows) => model.observe(rows).segment)).toEqual(segments.map((_, i) => i + 1));
    expect(model.segments).toBe(30);
  });

  it('keeps its weights finite whatever can be read from the stream', () => {
    const largest = 3.4028234663852886e38;
    const model = createModel(definition);
    const wild = [
      rowsFrom([0, 1e-310, 1], [1e-310, 0, 0]), // a first segment that hardly varies
      rowsFrom([largest, -largest, 0], [-largest, largest, 1], [largest, largest, 1]),
      rowsFrom([-largest, -largest, 1], [largest, -largest, 1]),
      rowsFrom([0, 0, 0], [1, 1, 1]),
    ];
    for (let pass = 0; pass < 5; pass++) for (const rows of wild) model.observe(rows);
    for (const array of Object.values(model.state)) {
      expect(Array.from(array as Float64Array).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([0, 1])('takes segments of one class only: %i', (label) => {
    const model = createModel(definition);
    const outcome = model.observe(rowsFrom([1, 2, label], [2, 1, label], [3, 3, label]));
    expect(outcome.verdict.kind).toBe('accepted');
    expect(Number.isFinite(outcome.logLossSum)).toBe(true);
  });

  it('takes a segment of a single row', () => {
    expect(createModel(definition).observe(rowsFrom([1, 2, 1]))).toMatchObject({ segment: 1, rows: 1 });
  });

  it('refuses rows of another width, and no rows', () => {
    const model = createModel(definition);
    expect(() => model.observe(rowsOf(5, { width: 3 }))).toThrow('Got 3 features when expected 2.');
    expect(() => model.observe(rowsOf(0))).toThrow('Got no rows when expected at least 1.');
    expect(model.segments).toBe(0);
  });
});

it('scores a segment under a verdict that was there before, and learns nothing of it', () => {
  const definition = definitionOf({ gate: { name: 'champion' }, threshold: 'f1' });
  const [scoring, learning] = [createModel(definition), createModel(definition)];
  for (const rows of segments.slice(0, 5)) for (const model of [scoring, learning]) model.observe(rows);
  const before = structuredClone(scoring.state);
  const { threshold } = scoring;
  const verdict = { kind: 'rejected', sentence: 'rejected: paused' } as const;
  const { verdict: _, ...scores } = learning.observe(segments[5]);
  expect(scoring.score(segments[5], verdict)).toEqual({ ...scores, verdict });
  expect(scoring.threshold).toBe(threshold);
  for (const name of Object.keys(before).filter((name) => /^(champion|gate|threshold)\//.test(name))) {
    expect(scoring.state[name], name).toEqual(before[name]);
  }
  expect(scoring.quality.whole()).toEqual(learning.quality.whole());
});

it('ends no trial where none runs', () => {
  const model = createModel(definitionOf({ gate: { name: 'champion' } }));
  expect(() => model.endTrial('promoted')).toThrow('expected a trial to be promoted, got none that runs');
});

it('a model counts a row as positive from its threshold on', () => {
  const outcomeAt = (threshold: number) => createModel(definitionOf({ threshold })).observe(rowsFrom([1, 1, 1]));
  expect(outcomeAt(0.5).confusion.truePositives).toBe(1); // it says 0.5 before it has learned
  expect(outcomeAt(0.51).confusion.truePositives).toBe(0);
});
