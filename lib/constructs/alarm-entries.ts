import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Labeller } from './labeller.ts';
import type { Predictor } from './predictor.ts';
import type { Producer } from './producer.ts';
import type { RecordStream } from './record-stream.ts';
import type { Trainer } from './trainer.ts';

/** What alarms look at. */
export interface Watched {
  readonly stream: RecordStream;
  readonly trainer: Trainer;
  readonly producer: Producer;
  readonly predictor: Predictor;
  readonly labeller: Labeller;
}

export interface AlarmEntry {
  /** Its construct id. */
  readonly id: string;
  /** What is wrong, in words; also a heading in docs/runbook.md. */
  readonly heading: string;
  readonly metric: (watched: Watched) => IMetric;
  /** It is wrong from this value on … */
  readonly threshold: number | ((watched: Watched) => number);
  /** … for so many periods in a row. */
  readonly periods: number;
  /** What no data means. Each entry says why. */
  readonly missing: TreatMissingData;
}

const period = Duration.minutes(5);

/** Without the label that a graph has: with one, CDK makes an expression of a single metric. */
const single = { period, label: undefined };

/** One entry adds an alarm; docs/runbook.md needs a section of the same heading. */
export const alarmEntries: readonly AlarmEntry[] = [
  {
    id: 'IteratorAge',
    heading: 'The trainer falls behind',
    metric: ({ trainer }) => trainer.metricIteratorAge(single),
    threshold: Duration.minutes(15).toMilliseconds(), // a batch takes seconds; a peak that is 15 min old is no peak
    periods: 3,
    // Without calls there is no age: a quiet stream is not behind, and one that is not read is NothingTaken's matter.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'NothingTaken',
    heading: 'Records arrive and none is taken',
    metric: ({ stream, trainer }) =>
      new MathExpression({
        expression: 'IF(FILL(arrived, 0) > 0 AND FILL(calls, 0) - FILL(errors, 0) < 1, 1, 0)',
        usingMetrics: {
          arrived: stream.metricRecordsArrived({ period }),
          calls: trainer.metricCalls({ period }),
          errors: trainer.metricErrors({ period }),
        },
        label: 'records arrived and no call succeeded',
        period,
      }),
    threshold: 1,
    periods: 3, // a record that arrives at the end of a period is taken in the next
    // FILL leaves no gap where any of the three has data; where none has, nothing arrived.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'TrainerErrors',
    heading: 'The trainer fails',
    metric: ({ trainer }) => trainer.metricErrors(single),
    threshold: 1,
    periods: 3, // one failure is mended by Lambda's next delivery; a quarter of an hour of them is not
    // No calls, no failures.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'TrainerThrottles',
    heading: 'The trainer is throttled',
    metric: ({ trainer }) => trainer.metricThrottles(single),
    threshold: 1,
    periods: 3, // Lambda tries again by itself
    // Lambda reports throttles only when somebody calls.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'TrainerDuration',
    heading: 'A batch takes nearly all the time it has',
    metric: ({ trainer }) => trainer.metricDuration(single),
    threshold: ({ trainer }) => 0.8 * trainer.timeout.toMilliseconds(),
    periods: 3,
    // A pause between batches does not make them shorter: the state stays until a batch tells.
    missing: TreatMissingData.IGNORE,
  },
  {
    id: 'RecordsQuarantined',
    heading: 'Records are quarantined',
    metric: ({ trainer }) => trainer.metricRecordsQuarantined(single),
    threshold: 1, // a record that no model learns from is a producer's mistake, and every one can be found
    periods: 1,
    // The trainer sends a zero with each batch, so no data means no batch.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'BatchesGivenUp',
    heading: 'Batches are given up',
    metric: ({ trainer }) => trainer.metricRecordsGivenUp(single),
    threshold: 1,
    periods: 1,
    // Lambda counts what it gives up, and where it gives up nothing there is nothing to count.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'DeliveriesFailed',
    heading: 'Batches that were given up are lost',
    metric: ({ trainer }) => trainer.metricDeliveryFailures(single),
    threshold: 1,
    periods: 1,
    // As for batches given up: only failures are reported.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'ProducerErrors',
    heading: 'The producer fails',
    metric: ({ producer }) => producer.metricErrors({ ...single, period: Duration.minutes(15) }),
    threshold: 3, // a run and both of Lambda's repeats of it, which come within 5 min
    periods: 1,
    // Nothing runs between two runs, which says nothing about the next: the state stays.
    missing: TreatMissingData.IGNORE,
  },
  {
    id: 'LabellerErrors',
    heading: 'The labeller fails',
    metric: ({ labeller }) => labeller.metricErrors(single),
    threshold: 3, // of five runs; what one leaves is the next one's
    periods: 3,
    // It is not called where no model has labels by timeout.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'PredictorErrors',
    heading: 'The predictor fails',
    metric: ({ predictor }) => predictor.metricFailedAnswers(single),
    threshold: 1,
    periods: 3, // a caller tries a failed request again; a quarter of an hour of them is no passing trouble
    // Nobody asked, so nothing failed.
    missing: TreatMissingData.NOT_BREACHING,
  },
  {
    id: 'PredictorThrottles',
    heading: 'The predictor is throttled',
    metric: ({ predictor }) => predictor.metricThrottles(single),
    threshold: 1,
    periods: 3,
    // Lambda reports throttles only when somebody calls.
    missing: TreatMissingData.NOT_BREACHING,
  },
];
