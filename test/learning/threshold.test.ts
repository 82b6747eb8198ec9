import { describe, expect, it } from 'vitest';
import { confusionOf, f1Of } from '../../learning/metrics/confusion.ts';
import { seededRandom } from '../../learning/random.ts';
import { createThreshold } from '../../learning/threshold.ts';

/** Probabilities, few of them high, and labels that keep to what they are believed to mean. */
function rowsOf(count: number, seed: string, meaning = (p: number) => p) {
  const random = seededRandom(seed);
  const probabilities = Float64Array.from({ length: count }, () => random.uniform() ** 3);
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random.uniform() < meaning(p) ? 1 : 0)) };
}

/** F1 over all segments, each judged by the threshold before it. */
function trackedF1({ probabilities, labels }: ReturnType<typeof rowsOf>, segmentRows: number): number {
  const threshold = createThreshold('f1');
  const used = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  for (let at = 0; at < labels.length; at += segmentRows) {
    const part = [labels.subarray(at, at + segmentRows), probabilities.subarray(at, at + segmentRows)] as const;
    const counts = confusionOf(...part, threshold.value());
    for (const key of Object.keys(used) as (keyof typeof used)[]) used[key] += counts[key];
    threshold.learn(...part);
  }
  return f1Of(used);
}

function bestFixedF1({ probabilities, labels }: ReturnType<typeof rowsOf>): number {
  const thresholds = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  return Math.max(...thresholds.map((threshold) => f1Of(confusionOf(labels, probabilities, threshold))));
}

it('a threshold that is a number stays it', () => {
  const threshold = createThreshold(0.3);
  threshold.learn(Uint8Array.of(1), Float64Array.of(0.9));
  expect(threshold.value()).toBe(0.3);
});

describe('the threshold for F1', () => {
  it.each([
    ['calibrated', (p: number) => p, 0.005],
    ['far too low', (p: number) => Math.sqrt(p), 0.005],
    ['too sure', (p: number) => 0.25 + 0.5 * p, 0.005],
    ['far too high', (p: number) => p ** 2, 0.01], // it takes a thousand rows to be sure of that
  ])('comes near the best fixed one in hindsight, by probabilities that are %s', (name, meaning, lossMax) => {
    const rows = rowsOf(20_000, name, meaning);
    for (const segmentRows of [1, 100]) {
      expect(trackedF1(rows, segmentRows)).toBeGreaterThan(bestFixedF1(rows) - lossMax);
    }
  });

  it('is half of the best F1 where probabilities are calibrated', () => {
    const rows = rowsOf(50_000, 'half');
    const threshold = createThreshold('f1');
    threshold.learn(rows.labels, rows.probabilities);
    expect(Math.abs(threshold.value() - bestFixedF1(rows) / 2)).toBeLessThan(0.01);
  });

  it('calls every row positive as long as a model knows nothing', () => {
    expect(createThreshold('f1').value()).toBeCloseTo(1 / 3, 12); // half of 2 · ½ / (1 + ½)
  });

  it('follows a share of positives that changes', () => {
    const threshold = createThreshold('f1');
    const before = rowsOf(20_000, 'before');
    threshold.learn(before.labels, before.probabilities);
    const after = rowsOf(60_000, 'after', (p) => p / 10);
    threshold.learn(
      after.labels,
      after.probabilities.map((p) => p / 10),
    );
    const alone = createThreshold('f1');
    alone.learn(
      after.labels,
      after.probabilities.map((p) => p / 10),
    );
    expect(Math.abs(threshold.value() - alone.value())).toBeLessThan(0.02);
  });

  it.each([0, 1])('is a threshold, and its state finite, after millions of rows of label %i', (label) => {
    const threshold = createThreshold('f1');
    const labels = new Uint8Array(100_000).fill(label);
    const probabilities = Float64Array.from(labels, (_, i) => (i % 11) / 10);
    for (let i = 0; i < 100; i++) threshold.learn(labels, probabilities);
    expect(threshold.value()).toBeGreaterThanOrEqual(0);
    expect(threshold.value()).toBeLessThanOrEqual(1);
    for (const array of Object.values(threshold.state)) {
      expect(Array.from(array as Float64Array).every(Number.isFinite)).toBe(true);
    }
  });
});
