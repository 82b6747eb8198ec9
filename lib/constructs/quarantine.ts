import { Duration } from 'aws-cdk-lib';
import type { IEventSourceDlq, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keys, variables } from '../../lambdas/contract.ts';
import type { StateSettings } from '../settings.ts';
import { PrivateBucket } from './private-bucket.ts';

/** Where records go that cannot be read, and batches that Lambda gave up. */
export class Quarantine extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', {
      historyDays: settings.historyDays,
      lifecycleRules: [{ expiration: Duration.days(settings.quarantineDays) }],
    });
  }

  /** Lets a function put away records that it cannot read. */
  grantPut(grantee: LambdaFunction): void {
    grantee.addEnvironment(variables.quarantineBucket, this.bucket.bucketName);
    this.bucket.grantObjects(grantee, {
      actions: ['s3:PutObject'],
      pattern: keys.quarantine('*', '*'),
      reason: 'A record is put under its shard and sequence number, which nobody knows before.',
    });
  }

  /**
   * The destination of batches that an event source mapping of this function gives up, payload included. Lambda writes
   * with the function's role; CDK's own `S3OnFailureDestination` would let it read and delete as well.
   */
  grantFailedBatches(grantee: LambdaFunction): IEventSourceDlq {
    this.bucket.grantObjects(grantee, {
      actions: ['s3:PutObject'],
      pattern: `${keys.failedBatches}*`,
      reason: 'Lambda names the object, by the id of the mapping, shard and time.',
    });
    this.bucket.grantList(grantee); // Lambda asks for it of every role that has a bucket as destination
    return { bind: () => ({ destination: this.bucket.bucketArn }) };
  }
}
