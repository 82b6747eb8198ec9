import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { VerdictKind } from '../../learning/gates/gate.ts';
import { calibrationErrorOf } from '../../learning/metrics/calibration-bins.ts';
import { pooledScores } from '../../learning/metrics/pooled.ts';
import type { LabelCounts, LedgerRow } from '../../learning/snapshot/ledger-row.ts';
import { batchMessage, metricDimension, metrics as names } from '../contract.ts';
import type { AnswerReport, BatchReport, Telemetry } from '../ports.ts';
import { commitLine } from './commit-line.ts';

const segmentMetrics: Readonly<Record<VerdictKind, string>> = {
  accepted: names.segmentsAccepted,
  held: names.segmentsHeld,
  rejected: names.segmentsRejected,
  promoted: names.segmentsPromoted,
};

/**
 * CloudWatch metrics in the embedded metric format, and one structured log line for each model of a batch. Payloads
 * are never logged. What cannot be sent is lost, and training goes on.
 */
export class PowertoolsTelemetry implements Telemetry {
  readonly #logger: Logger;
  readonly #metrics: Metrics;

  constructor(serviceName: string, namespace: string) {
    this.#logger = new Logger({ serviceName });
    this.#metrics = new Metrics({ namespace, serviceName });
    this.#metrics.clearDefaultDimensions(); // without it each metric would have a dimension `service` too
  }

  batch(report: BatchReport): void {
    this.#quietly(() => {
      const { commit, ...counts } = report;
      this.#emit(report.model, { ...batchMetrics(report), ...(commit === undefined ? {} : scoreMetrics(commit)) });
      this.#logger.info(batchMessage, commit === undefined ? counts : { ...counts, ...commitLine(commit) });
    });
  }

  /** What the producer or the labeller put on the stream for a model. */
  sent(model: string, records: number): void {
    this.#quietly(() => {
      this.#emit(model, { [names.recordsSent]: records });
      this.#logger.info('sent', { model, records });
    });
  }

  /** What the predictor answered: metrics only, whose line in the log says all there is. */
  answered({ model, status, rows, latencyMs }: AnswerReport): void {
    this.#quietly(() =>
      this.#emit(model, {
        [names.predictRequests]: 1,
        [names.predictRows]: rows,
        [names.predictErrors]: status >= 500 ? 1 : 0,
        [names.predictLatencyMs]: latencyMs,
      }),
    );
  }

  failure(error: unknown): void {
    this.#quietly(() => this.#logger.error('failed', { error: told(error) }));
  }

  #emit(model: string, values: Readonly<Record<string, number>>): void {
    this.#metrics.addDimension(metricDimension, model);
    for (const [name, value] of Object.entries(values)) {
      this.#metrics.addMetric(name, MetricUnit.NoUnit, value);
    }
    this.#metrics.publishStoredMetrics();
  }

  #quietly(report: () => void): void {
    try {
      report();
    } catch (error) {
      console.warn(JSON.stringify({ level: 'WARN', message: 'telemetry lost', error: told(error) }));
    }
  }
}

/** Causes within causes that are told. */
const CAUSES_MAX = 5;

/** An error without the fields that others hang on it: what they hold may be a payload. `$metadata` is of AWS's answer. */
function told(error: unknown, causes = 0): unknown {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack, cause, $metadata } = error as Error & { readonly $metadata?: unknown };
  const because = cause === undefined || causes === CAUSES_MAX ? {} : { cause: told(cause, causes + 1) };
  return { name, message, stack, ...($metadata === undefined ? {} : { $metadata }), ...because };
}

/** Zeros included: a metric that is silent and one that is zero are told apart. */
function batchMetrics({ received, replayed, conflicts, commit }: BatchReport): Record<string, number> {
  const segments = commit?.segments ?? [];
  const verdicts = Object.entries(segmentMetrics).map(([kind, name]) => [
    name,
    segments.filter(({ verdict }) => verdict === kind).length,
  ]);
  return {
    [names.recordsIn]: received,
    [names.recordsReplayed]: replayed,
    [names.recordsTaken]: commit?.records.taken ?? 0,
    [names.recordsDuplicate]: commit?.records.duplicates ?? 0,
    [names.recordsQuarantined]: commit?.records.quarantined ?? 0,
    [names.rows]: commit?.rows ?? 0,
    [names.segmentsDrifted]: segments.filter(({ drift }) => drift.length > 0).length,
    [names.commitConflicts]: conflicts,
    ...Object.fromEntries(verdicts),
    ...(commit?.labels && labelMetrics(commit.labels)),
  };
}

/** Only of commits that took labels: four metrics more for each model that is never sent any would be paid for nothing. */
function labelMetrics({ joined, unknown, late, twice }: LabelCounts): Record<string, number> {
  return {
    [names.labelsJoined]: joined,
    [names.labelsUnknown]: unknown,
    [names.labelsLate]: late,
    [names.labelsTwice]: twice,
  };
}

/** Scores over all segments of a commit; none where no segment was filled. */
function scoreMetrics({ version, pendingRows, segments, quality }: LedgerRow): Record<string, number> {
  const scores = pooledScores(segments);
  const always = { [names.version]: version, [names.rowsPending]: pendingRows };
  if (scores === undefined) return always;
  const { f1, accuracy, logLoss } = scores;
  const readings = segments.flatMap(({ reading }) => reading ?? []);
  return {
    ...always,
    [names.f1]: f1,
    [names.accuracy]: accuracy,
    [names.logLoss]: logLoss,
    ...(quality === null ? {} : { [names.calibrationError]: calibrationErrorOf(quality.calibration) }),
    ...(readings.length === 0
      ? {}
      : { [names.surprise]: Math.max(...readings.map(({ surprise, limit }) => surprise / limit)) }),
  };
}
