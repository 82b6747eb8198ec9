import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  /** How long a version is kept after it was replaced or deleted. */
  readonly historyDays: number;
  /** Rules beside those for old versions and unfinished uploads. @default none */
  readonly lifecycleRules?: readonly LifecycleRule[];
}

/** What a function may do with the objects under a pattern of keys. */
export interface ObjectGrant {
  readonly actions: readonly string[];
  /** `models/*` */
  readonly pattern: string;
  /** Why it is a pattern and not a key; goes on record with cdk-nag. */
  readonly reason: string;
}

/** A bucket that holds state: encrypted, TLS only, never public, versioned, and kept when its stack is deleted. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(props.historyDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        ...(props.lifecycleRules ?? []),
      ],
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only the trainer writes here, and the ledger says what; who reads is for CloudTrail to log.',
    });
  }

  /** Lets a function of another stack act on objects. */
  grantObjects(grantee: LambdaFunction, { actions, pattern, reason }: ObjectGrant): void {
    grantee.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [this.arnForObjects(pattern)] }));
    // cdk-nag names a resource of another stack by its export.
    const stack = Stack.of(this);
    const { 'Fn::ImportValue': exportName } = stack.resolve(stack.exportValue(this.bucketArn));
    Validations.of(grantee.role ?? grantee).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${exportName}/${pattern}]`,
      reason,
    });
  }

  /** Lets a function list the keys, without which a key that does not exist looks like one that it may not read. */
  grantList(grantee: LambdaFunction): void {
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }));
  }
}
