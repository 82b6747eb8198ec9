import { Duration } from 'aws-cdk-lib';
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeployedModels } from '../deployed-model.ts';
import type { Watched } from './alarm-entries.ts';
import { graph } from './dashboard-widgets.ts';

export interface RunningProps extends Watched {
  readonly models: DeployedModels;
  readonly periodMinutes: number;
}

export const howKeepingUpIsRead =
  'What arrives is taken, and soon: the two lines of the second picture lie on each other, and the age is seconds. Rows that ' +
  'wait are fewer than a segment has.';

/** Whether what arrives is taken, and whether who asks is answered. */
export function keepingUp({ stream, trainer, predictor, models, periodMinutes }: RunningProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  const limit = { value: trainer.timeout.toMilliseconds(), label: 'limit' };
  return [
    graph('How old the records are', 'ms', [trainer.metricIteratorAge(options)]),
    graph('Records: arrived against taken', 'records', [
      stream.metricRecordsArrived(options),
      trainer.metricRecordsIn(options),
      trainer.metricRecordsTaken(options),
    ]),
    graph('Duration against the limit', 'ms', [trainer.metricDuration(options)], { leftAnnotations: [limit] }),
    graph(
      'Rows that wait for their segment',
      'rows',
      [...models.keys()].map((model) => trainer.metricRowsPending(model, options)),
    ),
    graph('Predictions asked for', 'requests, rows', [
      predictor.metricRequests(options),
      predictor.metricRows(options),
    ]),
    graph('The slowest answer of the predictor', 'ms', [predictor.metricLatency(options)]),
  ];
}

export const howWrongIsRead =
  'On a good day all of these are empty or zero, labels that joined apart; what came again or was sent twice does no harm.';

/** What went wrong, and whom it concerned. */
export function wentWrong({ trainer, producer, predictor, labeller, periodMinutes }: RunningProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  return [
    graph('Errors and throttles', 'calls', [
      trainer.metricErrors(options),
      trainer.metricThrottles(options),
      producer.metricErrors(options),
      producer.metricThrottles(options),
      labeller.metricErrors(options),
    ]),
    graph('Requests that the predictor did not answer', 'requests', [
      predictor.metricErrors(options),
      predictor.metricFailedAnswers(options),
      predictor.metricThrottles(options),
    ]),
    graph('Records that were not taken', 'records', [
      trainer.metricRecordsQuarantined(options),
      trainer.metricRecordsDuplicate(options),
      trainer.metricRecordsReplayed(options),
    ]),
    graph('Batches given up: records, and failed deliveries', 'records, batches', [
      trainer.metricRecordsGivenUp(options),
      trainer.metricRecordsLost(options),
      trainer.metricDeliveryFailures(options),
    ]),
    graph('Labels that came by themselves', 'labels', trainer.metricLabels(options)),
    graph('Commits that met another', 'commits', [trainer.metricCommitConflicts(options)]),
  ];
}
