import type { IMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { FunctionSettings, ScheduleSettings } from '../settings.ts';
import { HandlerFunction } from './handler-function.ts';
import type { RecordStream } from './record-stream.ts';
import { scheduleCalls } from './scheduled-calls.ts';

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
    const { enabled, everyMinutes, ...order } = props.schedule;
    const input = { ...order, everyMinutes, scheduledTime: ContextAttribute.scheduledTime };
    scheduleCalls(this, this.function, { enabled, everyMinutes, input });
  }

  metricErrors(options?: MetricOptions): IMetric {
    return this.function.metricErrors({ label: 'producer errors', ...options });
  }

  metricThrottles(options?: MetricOptions): IMetric {
    return this.function.metricThrottles({ label: 'producer throttles', ...options });
  }
}
