import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { outputs, stackNames } from '../../lambdas/contract.ts';
import { settings, stages } from '../../lib/settings.ts';
import { StateStack } from '../../lib/state-stack.ts';
import { newApp, stacksOf, templatesOf } from './synthesized.ts';

describe.each(stages)('state of %s', (stage) => {
  const { state } = templatesOf(stage);
  const { stream, historyDays, quarantineDays, deletionProtection } = settings[stage].state;

  it('keeps records for seven days on an encrypted stream', () => {
    state.resourceCountIs('AWS::Kinesis::Stream', 1);
    state.hasResourceProperties('AWS::Kinesis::Stream', {
      RetentionPeriodHours: 7 * 24,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  it('has the capacity of its setting', () => {
    state.hasResourceProperties(
      'AWS::Kinesis::Stream',
      stream.mode === 'on-demand'
        ? { StreamModeDetails: { StreamMode: 'ON_DEMAND' }, ShardCount: Match.absent() }
        : { StreamModeDetails: { StreamMode: 'PROVISIONED' }, ShardCount: stream.shards },
    );
  });

  it('has two buckets, encrypted, versioned and never public', () => {
    state.resourceCountIs('AWS::S3::Bucket', 2);
    state.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('lets nobody into a bucket without TLS 1.2', () => {
    state.resourceCountIs('AWS::S3::BucketPolicy', 2);
    state.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
          }),
        ]),
      },
    });
  });

  it('forgets old versions and unfinished uploads after a set time', () => {
    state.allResourcesProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          {
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: historyDays },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ]),
      },
    });
  });

  it('forgets what is in quarantine after a set time, and never a snapshot', () => {
    const rules = (id: string) =>
      Object.entries(state.findResources('AWS::S3::Bucket')).find(([logicalId]) => logicalId.startsWith(id))?.[1]
        .Properties.LifecycleConfiguration.Rules;
    expect(rules('Quarantine')).toContainEqual({ Status: 'Enabled', ExpirationInDays: quarantineDays });
    expect(JSON.stringify(rules('ModelStore'))).not.toContain('"ExpirationInDays"');
  });

  it('has a ledger by model and commit, paid by use, restorable to any second', () => {
    state.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'model', AttributeType: 'S' },
        { AttributeName: 'commit', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'model', KeyType: 'HASH' },
        { AttributeName: 'commit', KeyType: 'RANGE' },
      ],
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: deletionProtection,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });

  it('has remembered rows by id, until their time is over, and an index of those that are due', () => {
    state.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'rowId', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'dueIn', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: deletionProtection,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });

  it('keeps both tables when the stack is deleted', () => {
    const tables = Object.values(state.findResources('AWS::DynamoDB::GlobalTable'));
    expect(tables.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  it('cannot be deleted by one wrong command, except locally', () => {
    expect(stacksOf(stage).state.terminationProtection).toBe(stage !== 'local');
  });

  it('tells the command line what it is called', () => {
    expect(stacksOf(stage).state.stackName).toBe(stackNames(stage).state);
    expect(Object.keys(state.findOutputs('*'))).toEqual(expect.arrayContaining(Object.values(outputs.state)));
  });

  it('is the same whether or not there is a pipeline', () => {
    const alone: Stack = new StateStack(newApp(), stackNames(stage).state, settings[stage].state);
    expect(Template.fromStack(alone).toJSON()).toEqual(state.toJSON());
  });
});
