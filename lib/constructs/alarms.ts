import { Alarm, ComparisonOperator, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { runbookLink, runbookSection } from '../runbook.ts';
import type { AlarmSettings } from '../settings.ts';
import { type AlarmEntry, alarmEntries, type Watched } from './alarm-entries.ts';

/** Every alarm and its heading in docs/runbook.md. */
export const alarmHeadings = alarmEntries.map(({ id, heading }) => ({ id, heading }));

export interface AlarmsProps extends Watched {
  readonly settings: AlarmSettings;
  /** Of the dashboard that has the runbook on it. */
  readonly dashboardUrl: string;
}

/** Tells people when something is wrong, and where it says what to do. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  readonly #runbookUrl: string | undefined;
  readonly #dashboardUrl: string;

  constructor(scope: Construct, id: string, { dashboardUrl, settings, ...watched }: AlarmsProps) {
    super(scope, id);
    this.#runbookUrl = settings.runbookUrl;
    this.#dashboardUrl = dashboardUrl;
    this.all = alarmEntries
      .filter(({ metric }) => settings.onExpressions || !(metric(watched) instanceof MathExpression))
      .map((entry) => this.#alarm(entry, watched));
    const actions = this.#topics(settings).map((topic) => new SnsAction(topic));
    for (const alarm of this.all) {
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    }
  }

  #alarm({ id, heading, metric, threshold, periods, missing }: AlarmEntry, watched: Watched): Alarm {
    return new Alarm(this, id, {
      alarmDescription: this.#description(heading),
      metric: metric(watched),
      threshold: typeof threshold === 'number' ? threshold : threshold(watched),
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing,
    });
  }

  /** In Markdown, which CloudWatch shows in an alarm's details; in a message its links can be read all the same. */
  #description(heading: string): string {
    const whatToDo = runbookLink(heading, this.#runbookUrl);
    return `${heading}. ${runbookSection(heading).means}\n\nWhat to do: ${whatToDo}, also on the [dashboard](${this.#dashboardUrl})`;
  }

  #topics({ email, topicArn }: AlarmSettings): ITopic[] {
    const topics: ITopic[] = [];
    if (topicArn !== undefined) topics.push(Topic.fromTopicArn(this, 'GivenTopic', topicArn));
    if (email !== undefined) {
      const topic = new Topic(this, 'Topic', { displayName: 'Sluice alarms', enforceSSL: true });
      topic.addSubscription(new EmailSubscription(email));
      topics.push(topic);
    }
    return topics;
  }
}
