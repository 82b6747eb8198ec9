import type { IMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { variables } from '../../lambdas/contract.ts';
import type { Overrides } from '../context.ts';
import type { FunctionSettings } from '../settings.ts';
import { HandlerFunction } from './handler-function.ts';
import type { RecordStream } from './record-stream.ts';
import type { RememberedRows } from './remembered-rows.ts';
import { scheduleCalls } from './scheduled-calls.ts';

export interface LabellerProps {
  readonly stream: RecordStream;
  readonly rememberedRows: RememberedRows;
  readonly settings: FunctionSettings;
  /** Whether it is called: there is a model that needs it. */
  readonly enabled: boolean;
  readonly logRetention: RetentionDays;
  readonly metricNamespace: string;
  readonly overrides: Overrides;
}

/** Gives rows the label 0 whose time to get another is over, each minute. */
export class Labeller extends Construct {
  readonly function: HandlerFunction;

  constructor(scope: Construct, id: string, props: LabellerProps) {
    super(scope, id);
    const { settings, logRetention, metricNamespace } = props;
    this.function = new HandlerFunction(this, 'Function', {
      folder: 'labeller',
      description: 'Sluice: labels rows whose time to get a label is over',
      settings,
      logRetention,
      metricNamespace,
    });
    this.function.addEnvironment(variables.overrides, JSON.stringify(props.overrides));
    props.stream.grantPut(this.function);
    props.rememberedRows.grantSettle(this.function);
    scheduleCalls(this, this.function, { enabled: props.enabled, everyMinutes: 1, input: {} });
  }

  metricErrors(options?: MetricOptions): IMetric {
    return this.function.metricErrors({ label: 'labeller errors', ...options });
  }
}
