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
import type { Alarms } from './alarms.ts';
import { verdicts } from './trainer-metrics.ts';

export interface DashboardProps extends Watched {
  readonly alarms: Alarms;
  readonly models: readonly string[];
  readonly periodMinutes: number;
}

/** One page, from the question that is asked most to the one that is asked last. It only arranges. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Resource', { defaultInterval: Duration.hours(12) });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: [...props.alarms.all] }),
    );
    addSection(dashboard, 'Is it learning?', learning(props));
    addSection(dashboard, 'Is it keeping up?', keepingUp(props));
    addSection(dashboard, 'What went wrong?', wentWrong(props));
  }
}

function learning({ trainer, models, periodMinutes }: DashboardProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  return [
    graph(
      'F1',
      models.map((model) => trainer.metricF1(model, options)),
    ),
    graph(
      'Log loss',
      models.map((model) => trainer.metricLogLoss(model, options)),
    ),
    graph(
      'Accuracy',
      models.map((model) => trainer.metricAccuracy(model, options)),
    ),
    graph(
      'Segments: what the gate said',
      models.flatMap((model) => verdicts.map((verdict) => trainer.metricSegments(verdict, model, options))),
    ),
    graph(
      'Version',
      models.map((model) => trainer.metricVersion(model, options)),
    ),
    graph('Rows', [trainer.metricRows(options)]),
  ];
}

function keepingUp({ stream, trainer, periodMinutes }: DashboardProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  const limit = { value: trainer.timeout.toMilliseconds(), label: 'limit' };
  return [
    graph('How old the records are, ms', [trainer.metricIteratorAge(options)]),
    graph('Records: arrived against taken', [
      stream.metricRecordsArrived(options),
      trainer.metricRecordsIn(options),
      trainer.metricRecordsTaken(options),
    ]),
    new GraphWidget({
      ...size,
      title: 'Duration against the limit, ms',
      left: [trainer.metricDuration(options)],
      leftAnnotations: [limit],
      leftYAxis: { min: 0 },
    }),
  ];
}

function wentWrong({ trainer, producer, periodMinutes }: DashboardProps): readonly IWidget[] {
  const options = { period: Duration.minutes(periodMinutes) };
  return [
    graph('Errors and throttles', [
      trainer.metricErrors(options),
      trainer.metricThrottles(options),
      producer.metricErrors(options),
      producer.metricThrottles(options),
    ]),
    graph('Records that were not taken', [
      trainer.metricRecordsQuarantined(options),
      trainer.metricRecordsDuplicate(options),
      trainer.metricRecordsReplayed(options),
    ]),
    graph('Batches given up: records, and failed deliveries', [
      trainer.metricRecordsGivenUp(options),
      trainer.metricRecordsLost(options),
      trainer.metricDeliveryFailures(options),
    ]),
    graph('Commits that met another', [trainer.metricCommitConflicts(options)]),
  ];
}

/** Three to a row. */
const size = { width: 8, height: 6 };

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ ...size, title, left, leftYAxis: { min: 0 } });
}

function addSection(dashboard: CloudWatchDashboard, question: string, widgets: readonly IWidget[]): void {
  dashboard.addWidgets(new TextWidget({ markdown: `## ${question}`, width: 24, height: 1 }));
  dashboard.addWidgets(...widgets);
}
