import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { variables } from '../../lambdas/contract.ts';
import { settings, stages } from '../../lib/settings.ts';
import { actionsByResource, importOf, logicalIdOf } from './resources.ts';
import { stacksOf, synthesize, templatesOf } from './synthesized.ts';

describe.each(stages)('trainer of %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);
  const { trainer, logRetention } = settings[stage];
  const stream = importOf(state, logicalIdOf(state, 'AWS::Kinesis::Stream'), 'Arn');
  const models = importOf(state, logicalIdOf(state, 'AWS::S3::Bucket', 'ModelStore'), 'Arn');
  const quarantine = importOf(state, logicalIdOf(state, 'AWS::S3::Bucket', 'Quarantine'), 'Arn');
  const ledger = importOf(state, logicalIdOf(state, 'AWS::DynamoDB::GlobalTable', 'Ledger'), 'Arn');
  const rows = importOf(state, logicalIdOf(state, 'AWS::DynamoDB::GlobalTable', 'RememberedRows'), 'Arn');
  const functionId = logicalIdOf(pipeline, 'AWS::Lambda::Function', 'Trainer');

  it('reads every record of the stream in order, from the oldest', () => {
    pipeline.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    pipeline.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::ImportValue': stream },
      FunctionName: { Ref: functionId },
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 1,
      FilterCriteria: Match.absent(),
      TumblingWindowInSeconds: Match.absent(),
    });
  });

  it('gets batches as large and as late as its settings say', () => {
    pipeline.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: trainer.batchRecords,
      MaximumBatchingWindowInSeconds: trainer.batchWindowSeconds,
    });
  });

  it('is given a failed batch again, in halves, until its records are six days old', () => {
    pipeline.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 6 * 24 * 60 * 60,
      FunctionResponseTypes: Match.absent(),
    });
  });

  it('has batches that were given up put into the quarantine bucket, and counted', () => {
    pipeline.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      DestinationConfig: { OnFailure: { Destination: { 'Fn::ImportValue': quarantine } } },
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });

  it('has the memory and the time of its settings', () => {
    pipeline.hasResource('AWS::Lambda::Function', {
      Properties: { MemorySize: trainer.memoryMiB, Timeout: trainer.timeoutSeconds, Handler: 'index.handler' },
    });
  });

  it('knows where everything is', () => {
    const { Properties } = pipeline.toJSON().Resources[functionId];
    expect(Object.keys(Properties.Environment.Variables).sort()).toEqual(
      [
        'NODE_OPTIONS',
        variables.ledgerTable,
        variables.metricNamespace,
        variables.modelBucket,
        variables.overrides,
        variables.quarantineBucket,
        variables.rowTable,
      ].sort(),
    );
    expect(Properties.Environment.Variables).toMatchObject({
      NODE_OPTIONS: '--enable-source-maps',
      [variables.metricNamespace]: `Sluice/${stage}`,
      [variables.overrides]: '{}',
    });
  });

  it('may do what it does, and nothing else', () => {
    expect(actionsByResource(pipeline, 'TrainerFunctionRole')).toEqual({
      [logicalIdOf(pipeline, 'AWS::Logs::LogGroup', 'Trainer')]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [`${models}/models/*/snapshot`]: ['s3:GetObject', 's3:PutObject'],
      [models]: ['s3:ListBucket'],
      [`${quarantine}/quarantine/*/*.json`]: ['s3:PutObject'],
      [`${quarantine}/aws/lambda/*`]: ['s3:PutObject'],
      [quarantine]: ['s3:ListBucket'],
      [ledger]: ['dynamodb:PutItem', 'dynamodb:Query'],
      [rows]: ['dynamodb:UpdateItem'],
      [stream]: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
    });
  });

  it('writes a log that expires', () => {
    const logId = logicalIdOf(pipeline, 'AWS::Logs::LogGroup', 'Trainer');
    expect(pipeline.toJSON().Resources[logId].Properties.RetentionInDays).toBe(logRetention);
    expect(pipeline.toJSON().Resources[functionId].Properties.LoggingConfig).toEqual({ LogGroup: { Ref: logId } });
  });
});

describe('trainer', () => {
  it('is handed overrides', () => {
    const overrides = { clicks: { gate: { name: 'none' } } } as const;
    const { pipeline } = synthesize('local', { overrides });
    pipeline.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ [variables.overrides]: JSON.stringify(overrides) }) },
    });
  });

  it('refuses to give records up only when the stream has forgotten them', () => {
    const local = settings.local;
    const late = { ...local, trainer: { ...local.trainer, recordAgeDays: 7 } };
    expect(() => stacksOf('local', { settings: late })).toThrow(
      'trainer.recordAgeDays: expected under the 7 days that the stream keeps a record, got 7',
    );
  });
});
