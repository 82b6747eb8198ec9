import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from './alarm-entries.ts';
import { type Alarms, alarmHeadings, runbookLink } from './alarms.ts';
import { verdicts } from './trainer-metrics.ts';

export interface DashboardProps extends Watched {
  readonly alarms: Alarms;
  readonly models: readonly string[];
  readonly periodMinutes: number;
  /** Where the runbook can be read; nothing: it is named as a file. */
  readonly runbookUrl: string | undefined;
}

/** One page, read from top to bottom, from the question that is asked most to the one that is asked last. It only arranges. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Resource', { defaultInterval: Duration.hours(12) });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: [...props.alarms.all] }),
    );
    addSection(dashboard, 'Is it learning?', howLearningIsRead, learning(props));
    addSection(dashboard, 'Is it keeping up?', howKeepingUpIsRead, keepingUp(props));
    addSection(dashboard, 'What went wrong?', howWrongIsRead, wentWrong(props));
    dashboard.addWidgets(new TextWidget({ markdown: whatToDo(props), width: 24, height: 4 }));
  }
}

const howLearningIsRead =
  'Each row is predicted before it is learned, so every score is of rows not seen before. F1 and accuracy up, log loss ' +
  'down: it learns. A surprise above 1 is a segment that the gate held back; drift, that the errors themselves changed.';

function learning({ trainer, models, periodMinutes }: DashboardProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  const ofEach = (metric: (model: string) => IMetric) => models.map(metric);
  return [
    graph(
      'F1',
      'F1, 0 to 1',
      ofEach((model) => trainer.metricF1(model, options)),
    ),
    graph(
      'Log loss',
      'nats a row',
      ofEach((model) => trainer.metricLogLoss(model, options)),
    ),
    graph(
      'Accuracy',
      'share of rows',
      ofEach((model) => trainer.metricAccuracy(model, options)),
    ),
    graph(
      'Segments: what the gate said',
      'segments',
      models.flatMap((model) => verdicts.map((verdict) => trainer.metricSegments(verdict, model, options))),
    ),
    new GraphWidget({
      ...size,
      title: 'Surprise: from 1 on a segment is suspicious',
      left: ofEach((model) => trainer.metricSurprise(model, options)),
      leftAnnotations: [{ value: 1, label: 'suspicious' }],
      leftYAxis: { label: 'share of the limit', showUnits: false },
    }),
    graph(
      'Segments in which drift was found',
      'segments',
      ofEach((model) => trainer.metricSegmentsDrifted(model, options)),
    ),
    graph(
      'Calibration error, since the start',
      'probability',
      ofEach((model) => trainer.metricCalibrationError(model, options)),
    ),
    graph(
      'Version',
      'commits',
      ofEach((model) => trainer.metricVersion(model, options)),
    ),
    graph('Rows learned or scored', 'rows', [trainer.metricRows(options)]),
  ];
}

const howKeepingUpIsRead =
  'What arrives is taken, and soon: the two lines of the second picture lie on each other, and the age is seconds. Rows that ' +
  'wait are fewer than a segment has.';

function keepingUp({ stream, trainer, predictor, models, periodMinutes }: DashboardProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  const limit = { value: trainer.timeout.toMilliseconds(), label: 'limit' };
  return [
    graph('How old the records are', 'ms', [trainer.metricIteratorAge(options)]),
    graph('Records: arrived against taken', 'records', [
      stream.metricRecordsArrived(options),
      trainer.metricRecordsIn(options),
      trainer.metricRecordsTaken(options),
    ]),
    new GraphWidget({
      ...size,
      title: 'Duration against the limit',
      left: [trainer.metricDuration(options)],
      leftAnnotations: [limit],
      leftYAxis: { min: 0, label: 'ms', showUnits: false },
    }),
    graph(
      'Rows that wait for their segment',
      'rows',
      models.map((model) => trainer.metricRowsPending(model, options)),
    ),
    graph('Predictions asked for', 'requests, rows', [
      predictor.metricRequests(options),
      predictor.metricRows(options),
    ]),
    graph('The slowest answer of the predictor', 'ms', [predictor.metricLatency(options)]),
  ];
}

const howWrongIsRead =
  'On a good day all of these are empty or zero, labels that joined apart; what came again or was sent twice does no harm.';

function wentWrong({ trainer, producer, predictor, labeller, periodMinutes }: DashboardProps): readonly IWidget[] {
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

/** Each alarm with the section of the runbook that says what to do. */
function whatToDo({ runbookUrl }: DashboardProps): string {
  const links = alarmHeadings.map(({ heading }) => runbookLink(heading, runbookUrl));
  return `**What to do:** ${links.join(' · ')}`;
}

/** Three to a row. */
const size = { width: 8, height: 6 };

function graph(title: string, unit: string, left: IMetric[]): IWidget {
  return new GraphWidget({ ...size, title, left, leftYAxis: { min: 0, label: unit, showUnits: false } });
}

function addSection(
  dashboard: CloudWatchDashboard,
  question: string,
  howToRead: string,
  widgets: readonly IWidget[],
): void {
  dashboard.addWidgets(new TextWidget({ markdown: `## ${question}\n${howToRead}`, width: 24, height: 2 }));
  dashboard.addWidgets(...widgets);
}
