import { joinStates, type Stateful } from '../state.ts';
import { createStreamAuc } from './auc.ts';
import { type CalibrationBin, createCalibrationBins } from './calibration-bins.ts';
import { type PooledScores, pooledScores, type Scored } from './pooled.ts';

/** Segments that the rolling scores are of. */
export const ROLLING_SEGMENTS = 50;

/** Scores of all rows since the start, each predicted before it was learned. */
export interface Quality
  extends Pick<PooledScores, 'rows' | 'f1' | 'precision' | 'recall' | 'accuracy' | 'logLoss' | 'brier'> {
  readonly auc: number | null;
  readonly calibration: readonly CalibrationBin[];
}

/** How good a model has been. */
export interface QualityMeter extends Stateful {
  learn(scored: Scored, labels: Uint8Array, probabilities: Float64Array): void;
  /** Nothing before the first segment. */
  whole(): Quality | undefined;
  /** Of the last 50 segments together. */
  rolling(): PooledScores | undefined;
}

/** Counts of a segment, one after the other: rows, TP, FP, FN, TN, Σ log loss, Σ squared error. */
const FIELDS = 7;

/** A meter that has seen nothing; its state does not grow. */
export function createQualityMeter(): QualityMeter {
  const totals = new Float64Array(FIELDS);
  const ring = new Float64Array(FIELDS * ROLLING_SEGMENTS);
  const segments = new Float64Array(1);
  const auc = createStreamAuc();
  const calibration = createCalibrationBins();
  return {
    state: joinStates({ counts: { state: { totals, ring, segments } }, auc, calibration }),
    learn(scored, labels, probabilities) {
      const fields = fieldsOf(scored);
      for (let f = 0; f < FIELDS; f++) totals[f] += fields[f];
      ring.set(fields, FIELDS * (segments[0] % ROLLING_SEGMENTS));
      segments[0] += 1;
      auc.learn(labels, probabilities);
      calibration.learn(labels, probabilities);
    },
    whole() {
      const scores = pooledScores([scoredOf(totals, 0)]);
      if (scores === undefined) return undefined;
      const { confusion: _, logLossSum: _l, brierSum: _b, ...means } = scores;
      return { ...means, auc: auc.value(), calibration: calibration.bins() };
    },
    rolling: () => pooledScores(Array.from({ length: ROLLING_SEGMENTS }, (_, i) => scoredOf(ring, FIELDS * i))),
  };
}

function fieldsOf({ rows, confusion, logLossSum, brierSum }: Scored): number[] {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  return [rows, truePositives, falsePositives, falseNegatives, trueNegatives, logLossSum, brierSum];
}

function scoredOf(fields: Float64Array, at: number): Scored {
  return {
    rows: fields[at],
    confusion: {
      truePositives: fields[at + 1],
      falsePositives: fields[at + 2],
      falseNegatives: fields[at + 3],
      trueNegatives: fields[at + 4],
    },
    logLossSum: fields[at + 5],
    brierSum: fields[at + 6],
  };
}
