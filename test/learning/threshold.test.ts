import { describe, expect, it } from 'vitest';
import { confusionOf, f1Of } from '../../learning/metrics/confusion.ts';
import { seededRandom } from '../../learning/random.ts';
import { createThreshold } from '../../learning/threshold.ts';

/** Calibrated probabilities, few of them high, and labels that keep to them. */
function calibrated(count: number, seed: string) {
  const random = seededRandom(seed);
  const probabilities = Float64Array.from({ length: count }, () => random.uniform() ** 3);
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)) };
}

describe('the threshold', () => {
  it('that is a number stays it', () => {
    const threshold = createThreshold(0.3);
    threshold.learn(Uint8Array.of(1), Float64Array.of(0.9));
    expect(threshold.value).toBe(0.3);
  });

  it('f1 begins at 0.5 and comes within 0.005 F1 of the best fixed one in hindsight', () => {
    const threshold = createThreshold('f1');
    expect(threshold.value).toBe(0.5);
    const { probabilities, labels } = calibrated(20_000, 'calibrated');
    const used = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
    for (let at = 0; at < labels.length; at += 100) {
      const part = [labels.subarray(at, at + 100), probabilities.subarray(at, at + 100)] as const;
      const counts = confusionOf(...part, threshold.value);
      for (const key of Object.keys(used) as (keyof typeof used)[]) used[key] += counts[key];
      threshold.learn(...part);
    }
    const best = Math.max(
      ...Array.from({ length: 99 }, (_, i) => f1Of(confusionOf(labels, probabilities, (i + 1) / 100))),
    );
    expect(f1Of(used)).toBeGreaterThan(best - 0.005);
    expect(f1Of(used)).toBeGreaterThan(f1Of(confusionOf(labels, probabilities, 0.5)) + 0.01);
  });
});
