import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';

export interface ScheduledCalls {
  readonly enabled: boolean;
  readonly everyMinutes: number;
  /** What the function is called with. */
  readonly input: object;
}

/** Has a function called again and again. It must bear to be called twice, and beside itself. */
export function scheduleCalls(
  scope: Construct,
  target: LambdaFunction,
  { enabled, everyMinutes, input }: ScheduledCalls,
): void {
  // A run that is later than its successor is of no use.
  const bounds = { maxEventAge: Duration.minutes(everyMinutes), retryAttempts: 2 };
  target.configureAsyncInvoke(bounds); // the schedule hands over and goes; these are Lambda's own tries
  new Schedule(scope, 'Schedule', {
    enabled,
    schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
    target: new LambdaInvoke(target, {
      ...bounds,
      role: schedulerRole(scope, target).withoutPolicyUpdates(),
      input: ScheduleTargetInput.fromObject(input),
    }),
  });
}

/** May call this function; the role that CDK makes by itself may call its versions and aliases too. */
function schedulerRole(scope: Construct, target: LambdaFunction): Role {
  const { account } = Stack.of(scope);
  const role = new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));
  return role;
}
