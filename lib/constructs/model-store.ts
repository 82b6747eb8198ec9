import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keys, variables } from '../../lambdas/contract.ts';
import type { StateSettings } from '../settings.ts';
import { PrivateBucket } from './private-bucket.ts';

/** Where the snapshots are: one object a model, and its earlier versions. */
export class ModelStore extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', { historyDays: settings.historyDays });
  }

  /** Lets a function load what is served: snapshots, and copies of versions that are pinned. */
  grantRead(grantee: LambdaFunction): void {
    this.#grant(grantee, 's3:GetObject');
    this.bucket.grantObjects(grantee, {
      actions: ['s3:GetObject'],
      pattern: keys.pinned('*', '*'),
      reason: 'One copy for each version that a model was pinned to; nobody knows which before.',
    });
  }

  /** Lets a function load and commit snapshots. */
  grantReadWrite(grantee: LambdaFunction): void {
    this.#grant(grantee, 's3:GetObject', 's3:PutObject');
  }

  #grant(grantee: LambdaFunction, ...actions: readonly string[]): void {
    grantee.addEnvironment(variables.modelBucket, this.bucket.bucketName);
    this.bucket.grantObjects(grantee, {
      actions,
      pattern: keys.snapshot('*'),
      reason: 'One object for each model of the config, and nothing else has such a key.',
    });
    // A model that never committed has no snapshot: 404. Without the right to list it would be 403, an outage.
    this.bucket.grantList(grantee);
  }
}
