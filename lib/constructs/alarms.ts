import { Alarm, ComparisonOperator, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../settings.ts';
import { type AlarmEntry, alarmEntries, type Watched } from './alarm-entries.ts';

/** Every alarm and its heading in docs/runbook.md. */
export const alarmHeadings = alarmEntries.map(({ id, heading }) => ({ id, heading }));

/** Tells people when something is wrong, and where it says what to do. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  readonly #runbookUrl: string | undefined;

  constructor(scope: Construct, id: string, watched: Watched, settings: AlarmSettings) {
    super(scope, id);
    this.#runbookUrl = settings.runbookUrl;
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
      alarmDescription: `${heading}. What to do: ${runbookLink(heading, this.#runbookUrl)}`,
      metric: metric(watched),
      threshold: typeof threshold === 'number' ? threshold : threshold(watched),
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing,
    });
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

/** In Markdown, which CloudWatch shows in an alarm's details and on a dashboard; a place in the file where there is no URL. */
export function runbookLink(heading: string, url: string | undefined): string {
  const place = `#${runbookAnchor(heading)}`;
  return url === undefined ? `docs/runbook.md${place}` : `[${heading}](${url}${place})`;
}

/** The anchor that GitHub gives a heading. */
export function runbookAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
