import { describe, expect, it } from 'vitest';
import { AUC_EXACT_ROWS, aucOf, createStreamAuc } from '../../../learning/metrics/auc.ts';
import { createCalibrationBins } from '../../../learning/metrics/calibration-bins.ts';
import { confusionOf } from '../../../learning/metrics/confusion.ts';
import { brierSum, logLossSum } from '../../../learning/metrics/losses.ts';
import { pooledScores } from '../../../learning/metrics/pooled.ts';
import { createQualityMeter, ROLLING_SEGMENTS } from '../../../learning/metrics/quality.ts';
import { seededRandom } from '../../../learning/random.ts';
import golden from '../../golden/metrics.json' with { type: 'json' };

interface GoldenCase {
  readonly name: string;
  readonly y: readonly number[];
  readonly proba: readonly number[];
  readonly roc_auc: number | null;
  readonly brier: number;
}

const random = seededRandom('quality');
const rows = (count: number) => {
  const probabilities = Float64Array.from({ length: count }, () => random.uniform() ** 4);
  return { probabilities, labels: Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0)) };
};

describe.each(golden.cases as unknown as readonly GoldenCase[])('$name', ({ y, proba, ...expected }) => {
  const labels = Uint8Array.from(y);
  const probabilities = Float64Array.from(proba);

  it("has scikit-learn's AUC, at once and as a stream", () => {
    const stream = createStreamAuc();
    stream.learn(labels.subarray(0, 7), probabilities.subarray(0, 7));
    stream.learn(labels.subarray(7), probabilities.subarray(7));
    for (const auc of [aucOf(labels, probabilities), stream.value()]) {
      if (expected.roc_auc === null) expect(auc).toBeNull();
      else expect(Math.abs((auc as number) - expected.roc_auc)).toBeLessThan(1e-9);
    }
  });

  it("has scikit-learn's Brier score", () => {
    expect(Math.abs(brierSum(labels, probabilities) / labels.length - expected.brier)).toBeLessThan(1e-9);
  });
});

describe('the AUC of a long stream', () => {
  it('is within its stated bound of the exact one, and the bound is small', () => {
    const { labels, probabilities } = rows(5 * AUC_EXACT_ROWS);
    const stream = createStreamAuc();
    stream.learn(labels, probabilities);
    expect(stream.errorBound()).toBeLessThan(0.002);
    expect(Math.abs((stream.value() as number) - (aucOf(labels, probabilities) as number))).toBeLessThan(
      stream.errorBound(),
    );
  });
});

describe('the quality meter', () => {
  const meter = createQualityMeter();
  const segments = Array.from({ length: ROLLING_SEGMENTS + 20 }, () => rows(100)).map(({ labels, probabilities }) => ({
    labels,
    probabilities,
    scored: {
      rows: 100,
      confusion: confusionOf(labels, probabilities, 0.5),
      logLossSum: logLossSum(labels, probabilities),
      brierSum: brierSum(labels, probabilities),
    },
  }));

  it('has nothing to tell before the first segment', () => {
    expect([meter.whole(), meter.rolling()]).toEqual([undefined, undefined]);
  });

  it('scores the whole stream, and the last 50 segments', () => {
    for (const { scored, labels, probabilities } of segments) meter.learn(scored, labels, probabilities);
    const whole = pooledScores(segments.map(({ scored }) => scored));
    expect(meter.whole()).toMatchObject({ rows: 7_000, f1: whole?.f1, recall: whole?.recall });
    expect(meter.whole()?.logLoss).toBeCloseTo(whole?.logLoss as number, 12);
    const last = pooledScores(segments.slice(-ROLLING_SEGMENTS).map(({ scored }) => scored));
    expect(meter.rolling()).toMatchObject({ rows: 5_000, f1: last?.f1 });
  });

  it('tells of calibrated probabilities that they are', () => {
    const bins = createCalibrationBins();
    const { labels, probabilities } = rows(50_000);
    bins.learn(labels, probabilities);
    expect(bins.bins().reduce((sum, bin) => sum + bin.rows, 0)).toBe(50_000);
    for (const { meanProbability, shareOfPositives } of bins.bins()) {
      expect(Math.abs(meanProbability - shareOfPositives)).toBeLessThan(0.04);
    }
  });
});
