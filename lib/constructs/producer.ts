import { Duration, Stack } from 'aws-cdk-lib';
import type { IMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { FunctionSettings, ScheduleSettings } from '../settings.ts';
import { HandlerFunction } from './handler-function.ts';
import type { RecordStream } from './record-stream.ts';

export interface ProducerProps {
  readonly stream: RecordStream;
  readonly settings: FunctionSettings;
  readonly schedule: ScheduleSettings;
  readonly logRetention: RetentionDays;
  readonly metricNamespace: string;
}

/** Sends records of a scenario, when it is called and, if the stage says so, by itself. */
export class Producer extends Construct {
  readonly function: HandlerFunction;

  constructor(scope: Construct, id: string, props: ProducerProps) {
    super(scope, id);
    this.function = new HandlerFunction(this, 'Function', {
      folder: 'producer',
      description: 'Sluice: sends records of a scenario to the stream',
      settings: props.settings,
      logRetention: props.logRetention,
      metricNamespace: props.metricNamespace,
    });
    props.stream.grantPut(this.function);
    this.#schedule(props.schedule);
  }

  #schedule({ enabled, everyMinutes, ...order }: ScheduleSettings): void {
    // A run that is later than its successor is of no use. What was sent twice is recognised by its record ids.
    const bounds = { maxEventAge: Duration.minutes(everyMinutes), retryAttempts: 2 };
    this.function.configureAsyncInvoke(bounds); // the schedule hands over and goes; these are Lambda's own tries
    new Schedule(this, 'Schedule', {
      enabled,
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      target: new LambdaInvoke(this.function, {
        ...bounds,
        role: this.#schedulerRole().withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({
          ...order,
          everyMinutes,
          scheduledTime: ContextAttribute.scheduledTime,
        }),
      }),
    });
  }

  /** May call this function; the role that CDK makes by itself may call its versions and aliases too. */
  #schedulerRole(): Role {
    const { account } = Stack.of(this);
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    return role;
  }

  metricErrors(options?: MetricOptions): IMetric {
    return this.function.metricErrors({ label: 'producer errors', ...options });
  }

  metricThrottles(options?: MetricOptions): IMetric {
    return this.function.metricThrottles({ label: 'producer throttles', ...options });
  }
}
