import { type IMetric, MathExpression, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { metricDimension, metrics } from '../../lambdas/contract.ts';

/** What can be seen of a trainer: its models, its function, and the mapping that feeds it. */
export abstract class TrainerMetrics extends Construct {
  protected abstract readonly mapping: EventSourceMapping;
  protected abstract readonly metricNamespace: string;
  abstract readonly function: LambdaFunction;

  /** Prequential scores of the segments of a commit, averaged over the commits of a period. */
  metricF1(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.f1, model, { statistic: 'Average', ...options });
  }

  metricLogLoss(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.logLoss, model, { statistic: 'Average', ...options });
  }

  metricAccuracy(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.accuracy, model, { statistic: 'Average', ...options });
  }

  /** How far promised probabilities are from what came, of all rows since the model's start. */
  metricCalibrationError(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.calibrationError, model, { statistic: 'Average', ...options });
  }

  /** How near the most surprising segment came to being held: from 1 on it was suspicious. Of the champion gate only. */
  metricSurprise(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.surprise, model, { statistic: 'Maximum', ...options });
  }

  /** Segments in which a drift detector found a change. */
  metricSegmentsDrifted(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.segmentsDrifted, model, options ?? {});
  }

  /** Rows that wait for their segment to fill. */
  metricRowsPending(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.rowsPending, model, { statistic: 'Maximum', ...options });
  }

  /** How many commits a model has had. */
  metricVersion(model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(metrics.version, model, { statistic: 'Maximum', ...options });
  }

  /** Segments of a model by what the gate said of them. */
  metricSegments(verdict: Verdict, model: string, options?: MetricOptions): IMetric {
    return this.#metricOfModel(segmentMetrics[verdict], model, { label: `${model} ${verdict}`, ...options });
  }

  metricRows(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.rows, { label: 'rows', ...options });
  }

  /** Records that Lambda handed over, those that came again included. */
  metricRecordsIn(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.recordsIn, { label: 'handed over', ...options });
  }

  metricRecordsReplayed(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.recordsReplayed, { label: 'came again', ...options });
  }

  metricRecordsTaken(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.recordsTaken, { label: 'taken', ...options });
  }

  metricRecordsDuplicate(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.recordsDuplicate, { label: 'sent twice', ...options });
  }

  metricRecordsQuarantined(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.recordsQuarantined, { label: 'quarantined', ...options });
  }

  /** Labels that came by themselves: those that were learned, and those that were not, by why. */
  metricLabels(options?: MetricOptions): IMetric[] {
    const { labelsJoined, labelsUnknown, labelsLate, labelsTwice } = metrics;
    return Object.entries({ joined: labelsJoined, unknown: labelsUnknown, late: labelsLate, twice: labelsTwice }).map(
      ([label, metric]) => this.#metricOfAllModels(metric, { label, ...options }),
    );
  }

  metricCommitConflicts(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels(metrics.commitConflicts, { label: 'commits made again', ...options });
  }

  /** Age of the last record of a batch when its call began. No calls, no age. */
  metricIteratorAge(options?: MetricOptions): IMetric {
    return this.function.metric('IteratorAge', { statistic: 'Maximum', label: 'iterator age', ...options });
  }

  metricDuration(options?: MetricOptions): IMetric {
    return this.function.metricDuration({ statistic: 'Maximum', label: 'longest call', ...options });
  }

  metricCalls(options?: MetricOptions): IMetric {
    return this.function.metricInvocations({ label: 'calls', ...options });
  }

  metricErrors(options?: MetricOptions): IMetric {
    return this.function.metricErrors({ label: 'trainer errors', ...options });
  }

  metricThrottles(options?: MetricOptions): IMetric {
    return this.function.metricThrottles({ label: 'trainer throttles', ...options });
  }

  /** Records of batches that Lambda gave up and put into the bucket. */
  metricRecordsGivenUp(options?: MetricOptions): IMetric {
    return this.#metricOfMapping('OnFailureDestinationDeliveredEventCount', { label: 'given up', ...options });
  }

  /** Records that Lambda gave up and could not put anywhere. */
  metricRecordsLost(options?: MetricOptions): IMetric {
    return this.#metricOfMapping('DroppedEventCount', { label: 'lost', ...options });
  }

  /** Batches that Lambda gave up and could not put into the bucket. */
  metricDeliveryFailures(options?: MetricOptions): IMetric {
    return this.function.metric('DestinationDeliveryFailures', {
      statistic: 'Sum',
      label: 'not delivered',
      ...options,
    });
  }

  #metricOfModel(metricName: string, model: string, options: MetricOptions): IMetric {
    const dimensionsMap = { [metricDimension]: model };
    return new Metric({
      namespace: this.metricNamespace,
      metricName,
      dimensionsMap,
      statistic: 'Sum',
      label: model,
      ...options,
    });
  }

  /** A query, because an expression over more than ten metrics cannot have an alarm. */
  #metricOfAllModels(metricName: string, { label, period }: MetricOptions): IMetric {
    const expression = `SELECT SUM(${metricName}) FROM SCHEMA("${this.metricNamespace}", ${metricDimension})`;
    return new MathExpression({ expression, label, period });
  }

  #metricOfMapping(metricName: string, options: MetricOptions): IMetric {
    const dimensionsMap = { EventSourceMappingUUID: this.mapping.eventSourceMappingId };
    return new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic: 'Sum', ...options });
  }
}

const segmentMetrics = {
  accepted: metrics.segmentsAccepted,
  held: metrics.segmentsHeld,
  rejected: metrics.segmentsRejected,
  promoted: metrics.segmentsPromoted,
} as const;

export type Verdict = keyof typeof segmentMetrics;
export const verdicts = Object.keys(segmentMetrics) as readonly Verdict[];
