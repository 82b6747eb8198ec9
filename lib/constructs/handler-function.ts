import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { variables } from '../../lambdas/contract.ts';
import type { FunctionSettings } from '../settings.ts';

export interface HandlerFunctionProps {
  /** The folder under `lambdas/` whose `handler.ts` it runs. */
  readonly folder: 'labeller' | 'predictor' | 'producer' | 'trainer';
  readonly description: string;
  readonly settings: FunctionSettings;
  readonly logRetention: RetentionDays;
  /** CloudWatch's namespace for what it tells of models. */
  readonly metricNamespace: string;
}

/** One of our handlers as a function: bundled, with a log that expires, and a role that may write that log only. */
export class HandlerFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The role that CDK makes by itself may write to every log of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      entry: join(root, 'lambdas', props.folder, 'handler.ts'),
      depsLockFilePath: join(root, 'package-lock.json'), // found from any folder that the command is called in
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.settings.memoryMiB,
      timeout: Duration.seconds(props.settings.timeoutSeconds),
      environment: { NODE_OPTIONS: '--enable-source-maps', [variables.metricNamespace]: props.metricNamespace },
      awsSdkConnectionReuse: false, // a variable that only version 2 of the SDK reads
      bundling,
      logGroup,
      role,
    });
  }
}

const root = join(import.meta.dirname, '../..');

const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'], // the SDK's ES modules, from which esbuild drops what nobody calls
  bundleAwsSDK: true, // pinned by the lockfile; the runtime's own changes under us, and loads slower
  minify: true,
  sourceMap: true,
  sourcesContent: false, // a stack trace needs positions only
};
