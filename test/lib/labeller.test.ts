import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { variables } from '../../lambdas/contract.ts';
import { definitionsOf } from '../../lambdas/definitions.ts';
import { settings, stages } from '../../lib/settings.ts';
import { actionsByResource, importOf, logicalIdOf } from './resources.ts';
import { deployedModels, synthesize, templatesOf } from './synthesized.ts';

describe.each(stages)('labeller of %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);
  const stream = importOf(state, logicalIdOf(state, 'AWS::Kinesis::Stream'), 'Arn');
  const rows = importOf(state, logicalIdOf(state, 'AWS::DynamoDB::GlobalTable', 'RememberedRows'), 'Arn');
  const functionId = logicalIdOf(pipeline, 'AWS::Lambda::Function', 'Labeller');
  const { Properties } = pipeline.toJSON().Resources[functionId];

  it('has the memory and the time of its settings', () => {
    const { memoryMiB, timeoutSeconds } = settings[stage].labeller;
    expect(Properties).toMatchObject({ MemorySize: memoryMiB, Timeout: timeoutSeconds });
  });

  it('may find rows that are due, take them off the index, and put records on the stream', () => {
    expect(actionsByResource(pipeline, 'LabellerFunctionRole')).toEqual({
      [logicalIdOf(pipeline, 'AWS::Logs::LogGroup', 'Labeller')]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [stream]: ['kinesis:PutRecords'],
      [rows]: ['dynamodb:UpdateItem'],
      [`${rows}/index/due`]: ['dynamodb:Query'],
    });
  });

  it('knows where everything is', () => {
    const { metricNamespace, overrides, rowTable, streamName } = variables;
    expect(Object.keys(Properties.Environment.Variables).sort()).toEqual(
      ['NODE_OPTIONS', metricNamespace, overrides, rowTable, streamName].sort(),
    );
  });

  it('is called each minute where a model has labels by timeout, and elsewhere not', () => {
    const called = (enabled: boolean) =>
      Match.objectLike({
        State: enabled ? 'ENABLED' : 'DISABLED',
        ScheduleExpression: 'rate(1 minute)',
        Target: Match.objectLike({ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] } }),
      });
    pipeline.hasResourceProperties('AWS::Scheduler::Schedule', called(false));
    const waiting = deployedModels(definitionsOf({ clicks: { features: 10, labelAfter: '10 minutes' } }));
    const { pipeline: labelling } = synthesize(stage, { models: waiting });
    labelling.hasResourceProperties('AWS::Scheduler::Schedule', called(true));
  });
});
