import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard as CloudWatchDashboard, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DeployedModels } from '../deployed-model.ts';
import type { Stage } from '../settings.ts';
import type { Watched } from './alarm-entries.ts';
import type { Alarms } from './alarms.ts';
import { FULL_WIDTH, text } from './dashboard-widgets.ts';
import { howLearningIsRead, learningRows } from './learning-widgets.ts';
import { howRunbookIsRead, runbookWidgets } from './runbook-widgets.ts';
import { howKeepingUpIsRead, howWrongIsRead, keepingUp, wentWrong } from './running-widgets.ts';

export interface DashboardProps extends Watched {
  readonly stage: Stage;
  readonly name: string;
  readonly alarms: Alarms;
  readonly models: DeployedModels;
  readonly periodMinutes: number;
  /** Where the whole runbook can be read; nothing: it is named as a file. */
  readonly runbookUrl: string | undefined;
}

/** One page, read from top to bottom, from the question that is asked most to the one that is asked last. It only arranges. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Resource', {
      dashboardName: props.name,
      defaultInterval: Duration.hours(12),
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', width: FULL_WIDTH, height: 3, alarms: [...props.alarms.all] }),
    );
    addSection(dashboard, 'Is it learning?', howLearningIsRead, learningRows(props));
    addSection(dashboard, 'Is it keeping up?', howKeepingUpIsRead, [keepingUp(props)]);
    addSection(dashboard, 'What went wrong?', howWrongIsRead, [wentWrong(props)]);
    addSection(dashboard, 'What to do when an alarm rings', howRunbookIsRead, [runbookWidgets(props)]);
  }
}

function addSection(
  dashboard: CloudWatchDashboard,
  heading: string,
  howToRead: string,
  rows: readonly (readonly IWidget[])[],
): void {
  dashboard.addWidgets(text(`## ${heading}\n${howToRead}`, 2));
  for (const widgets of rows) dashboard.addWidgets(...widgets);
}
