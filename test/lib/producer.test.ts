import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { variables } from '../../lambdas/contract.ts';
import { settings, stages } from '../../lib/settings.ts';
import { actionsByResource, importOf, logicalIdOf } from './resources.ts';
import { templatesOf } from './synthesized.ts';

describe.each(stages)('producer of %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);
  const { producer, schedule } = settings[stage];
  const stream = importOf(state, logicalIdOf(state, 'AWS::Kinesis::Stream'), 'Arn');
  const functionId = logicalIdOf(pipeline, 'AWS::Lambda::Function', 'Producer');

  it('has the memory and the time of its settings', () => {
    expect(pipeline.toJSON().Resources[functionId].Properties).toMatchObject({
      MemorySize: producer.memoryMiB,
      Timeout: producer.timeoutSeconds,
    });
  });

  it('may put records on the stream, and nothing else', () => {
    expect(actionsByResource(pipeline, 'ProducerFunctionRole')).toEqual({
      [logicalIdOf(pipeline, 'AWS::Logs::LogGroup', 'Producer')]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [stream]: ['kinesis:PutRecords'],
    });
  });

  it('knows the stream, and where its metrics belong', () => {
    const { Variables } = pipeline.toJSON().Resources[functionId].Properties.Environment;
    expect(Object.keys(Variables).sort()).toEqual(
      ['NODE_OPTIONS', variables.metricNamespace, variables.streamName].sort(),
    );
    expect(Variables[variables.metricNamespace]).toBe(`Sluice/${stage}`);
  });

  it('runs by itself as often as its setting says, or not at all', () => {
    pipeline.hasResourceProperties('AWS::Scheduler::Schedule', {
      State: schedule.enabled ? 'ENABLED' : 'DISABLED',
      ScheduleExpression: `rate(${schedule.everyMinutes} minutes)`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: Match.objectLike({ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] } }),
    });
  });

  it('is told what to send and when it was due, so that a repeat sends the same', () => {
    const { Properties } = pipeline.toJSON().Resources[logicalIdOf(pipeline, 'AWS::Scheduler::Schedule', 'Producer')];
    expect(JSON.parse(Properties.Target.Input)).toEqual({
      scenario: schedule.scenario,
      seed: schedule.seed,
      records: schedule.records,
      everyMinutes: schedule.everyMinutes,
      scheduledTime: '<aws.scheduler.scheduled-time>',
    });
  });

  it('is tried again twice at most, and not after the next run is due', () => {
    const bounds = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: schedule.everyMinutes * 60 };
    pipeline.hasResourceProperties('AWS::Scheduler::Schedule', { Target: Match.objectLike({ RetryPolicy: bounds }) });
    pipeline.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: functionId }, ...bounds });
  });

  it('can be called by the scheduler of this account, and by nobody else', () => {
    expect(actionsByResource(pipeline, 'ProducerSchedulerRole')).toEqual({ [functionId]: ['lambda:InvokeFunction'] });
    pipeline.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      }),
    });
    pipeline.resourceCountIs('AWS::Lambda::Permission', 0);
  });
});
