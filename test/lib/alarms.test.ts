import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { alarmEntries } from '../../lib/constructs/alarm-entries.ts';
import { runbookAnchor, runbookSection } from '../../lib/runbook.ts';
import { settings, stages } from '../../lib/settings.ts';
import { logicalIdOf, textIn } from './resources.ts';
import { synthesize, templatesOf } from './synthesized.ts';

describe.each(stages)('alarms of %s', (stage) => {
  const { pipeline } = templatesOf(stage);
  const alarms = Object.entries(pipeline.findResources('AWS::CloudWatch::Alarm'));

  it('are all there, but for those that the stage cannot have', () => {
    const unavailable = settings[stage].alarms.onExpressions ? [] : ['NothingTaken', 'RecordsQuarantined'];
    const expected = alarmEntries.map(({ id }) => id).filter((id) => !unavailable.includes(id));
    expect(alarms).toHaveLength(expected.length);
    for (const id of expected) logicalIdOf(pipeline, 'AWS::CloudWatch::Alarm', `Alarms${id}`);
  });

  it('say what is wrong and where to read what to do', () => {
    for (const { id, heading } of alarmEntries) {
      for (const [, { Properties }] of alarms.filter(([logicalId]) => logicalId.startsWith(`Alarms${id}`))) {
        const url = `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/sluice-${stage}-eu-west-1`;
        expect(textIn('eu-west-1', Properties.AlarmDescription)).toBe(
          `${heading}. ${runbookSection(heading).means}\n\n` +
            `What to do: docs/runbook.md#${runbookAnchor(heading)}, also on the [dashboard](${url})`,
        );
      }
    }
  });

  it('link to the dashboard by the name that it has', () => {
    const [{ Properties }] = Object.values(pipeline.findResources('AWS::CloudWatch::Dashboard'));
    expect(textIn('eu-west-1', Properties.DashboardName)).toBe(`sluice-${stage}-eu-west-1`);
  });

  it('are described in 1,024 characters, which is all that CloudWatch takes, in any region', () => {
    const url = 'https://example.com/a-long-name-of-a-company/and-of-a-repository/blob/main/somewhere/docs/runbook.md';
    const settingsOfStage = { ...settings[stage], alarms: { ...settings[stage].alarms, runbookUrl: url } };
    const linked = synthesize(stage, { settings: settingsOfStage }).pipeline;
    for (const { Properties } of Object.values(linked.findResources('AWS::CloudWatch::Alarm'))) {
      const longest = textIn('ap-southeast-10', Properties.AlarmDescription, 'console.amazonaws-us-gov.com');
      expect(longest.length, longest).toBeLessThanOrEqual(1_024);
    }
  });

  it('each choose what no data means', () => {
    for (const [, { Properties }] of alarms) {
      expect(['breaching', 'ignore', 'notBreaching']).toContain(Properties.TreatMissingData);
    }
  });

  it('look at no more than ten metrics each, which is all that CloudWatch takes', () => {
    for (const [, { Properties }] of alarms) expect(Properties.Metrics?.length ?? 1).toBeLessThanOrEqual(10);
  });
});

describe('alarms', () => {
  const { pipeline } = templatesOf('prod');
  const hasAlarm = (id: string, properties: Record<string, unknown>) => {
    const logicalId = logicalIdOf(pipeline, 'AWS::CloudWatch::Alarm', `Alarms${id}`);
    pipeline.hasResource('AWS::CloudWatch::Alarm', {
      Properties: Match.objectLike({
        AlarmDescription: pipeline.toJSON().Resources[logicalId].Properties.AlarmDescription,
        ...properties,
      }),
    });
  };

  it('ring when the oldest record of a batch is a quarter of an hour old, for a quarter of an hour', () => {
    hasAlarm('IteratorAge', {
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 900_000,
      EvaluationPeriods: 3,
    });
  });

  it('ring when records arrive and no call succeeds', () => {
    hasAlarm('NothingTaken', {
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: 'IF(FILL(arrived, 0) > 0 AND FILL(calls, 0) - FILL(errors, 0) < 1, 1, 0)',
          ReturnData: true,
        }),
      ]),
    });
  });

  it('ring when the trainer fails or is throttled for a quarter of an hour', () => {
    hasAlarm('TrainerErrors', { MetricName: 'Errors', Threshold: 1, EvaluationPeriods: 3, Period: 300 });
    hasAlarm('TrainerThrottles', { MetricName: 'Throttles', Threshold: 1, EvaluationPeriods: 3, Period: 300 });
  });

  it('ring when a batch takes four fifths of its time', () => {
    hasAlarm('TrainerDuration', {
      MetricName: 'Duration',
      Statistic: 'Maximum',
      Threshold: 0.8 * settings.prod.trainer.timeoutSeconds * 1000,
    });
  });

  it('ring for the first record in quarantine, of whatever model', () => {
    hasAlarm('RecordsQuarantined', {
      Metrics: [Match.objectLike({ Expression: 'SELECT SUM(RecordsQuarantined) FROM SCHEMA("Sluice/prod", model)' })],
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  it('ring for the first batch that is given up, and for the first that is lost', () => {
    hasAlarm('BatchesGivenUp', {
      MetricName: 'OnFailureDestinationDeliveredEventCount',
      Dimensions: [
        {
          Name: 'EventSourceMappingUUID',
          Value: { Ref: logicalIdOf(pipeline, 'AWS::Lambda::EventSourceMapping') },
        },
      ],
      Threshold: 1,
      EvaluationPeriods: 1,
    });
    hasAlarm('DeliveriesFailed', { MetricName: 'DestinationDeliveryFailures', Threshold: 1, EvaluationPeriods: 1 });
  });

  it('ring when a run of the producer and both its repeats fail', () => {
    hasAlarm('ProducerErrors', { MetricName: 'Errors', Threshold: 3, Period: 900, TreatMissingData: 'ignore' });
  });

  it('ring when the predictor fails or is throttled for a quarter of an hour', () => {
    hasAlarm('PredictorErrors', { MetricName: 'Url5xxCount', Threshold: 1, EvaluationPeriods: 3, Period: 300 });
    hasAlarm('PredictorThrottles', { MetricName: 'Throttles', Threshold: 1, EvaluationPeriods: 3, Period: 300 });
  });

  it('link to the runbook where a setting says that it can be read', () => {
    const alarms = { ...settings.dev.alarms, runbookUrl: 'https://example.com/runbook.md' };
    const linked = synthesize('dev', { settings: { ...settings.dev, alarms } }).pipeline;
    const link = '[The trainer fails](https://example.com/runbook.md#the-trainer-fails)';
    const [alarm] = Object.entries(linked.findResources('AWS::CloudWatch::Alarm')).flatMap(([id, { Properties }]) =>
      id.startsWith('AlarmsTrainerErrors') ? [textIn('eu-west-1', Properties.AlarmDescription)] : [],
    );
    expect(alarm).toContain(`What to do: ${link}, also on the [dashboard](https://`);
    expect(JSON.stringify(linked.findResources('AWS::CloudWatch::Dashboard'))).toContain(`In full: ${link}`);
  });

  it('find the console of every partition', () => {
    const mappings = pipeline.findMappings('*');
    expect(Object.keys(Object.values(mappings)[0])).toEqual(['aws', 'aws-cn', 'aws-us-gov']);
  });

  it('tell nobody unless a setting says whom', () => {
    pipeline.resourceCountIs('AWS::SNS::Topic', 0);
    pipeline.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });

  it('write to an address, and to a topic that exists, when something goes wrong and when it is over', () => {
    const topicArn = 'arn:aws:sns:eu-central-1:111122223333:on-call';
    const alarms = { ...settings.dev.alarms, email: 'team@example.com', topicArn };
    const told = synthesize('dev', { settings: { ...settings.dev, alarms } }).pipeline;
    const topic = { Ref: logicalIdOf(told, 'AWS::SNS::Topic') };
    told.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [topicArn, topic],
      OKActions: [topicArn, topic],
    });
    told.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'team@example.com' });
  });
});
