import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { variables } from '../../lambdas/contract.ts';
import type { StateSettings } from '../settings.ts';

/** The stream that labelled rows arrive on. */
export class RecordStream extends Construct {
  readonly stream: Stream;
  readonly retention: Duration;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id);
    this.retention = Duration.days(settings.streamRetentionDays);
    this.stream = new Stream(this, 'Resource', {
      ...capacityOf(settings.stream),
      encryption: StreamEncryption.MANAGED,
      retentionPeriod: this.retention,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-KDS3',
      reason: 'The key of AWS costs nothing and needs no grants; a team with rules for its own keys sets one here.',
    });
  }

  /** Lets a function put records on the stream. With the key of AWS, that needs no permission on the key. */
  grantPut(grantee: LambdaFunction): void {
    grantee.addEnvironment(variables.streamName, this.stream.streamName);
    grantee.addToRolePolicy(
      new PolicyStatement({ actions: ['kinesis:PutRecords'], resources: [this.stream.streamArn] }),
    );
  }

  /** Lets an event source mapping read for a function; `grantRead` would add what only enhanced fan-out needs. */
  grantConsume(grantee: LambdaFunction): void {
    grantee.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
        ],
        resources: [this.stream.streamArn],
      }),
    );
  }

  /** Records that arrived, whoever sent them. */
  metricRecordsArrived(options?: MetricOptions): IMetric {
    return this.stream.metricIncomingRecords({ statistic: 'Sum', label: 'arrived', ...options });
  }
}

function capacityOf(stream: StateSettings['stream']) {
  return stream.mode === 'on-demand'
    ? { streamMode: StreamMode.ON_DEMAND }
    : { streamMode: StreamMode.PROVISIONED, shardCount: stream.shards };
}
