import { Validations } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type FunctionUrl, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricDimension, metrics, variables } from '../../lambdas/contract.ts';
import type { Overrides } from '../context.ts';
import type { PredictorSettings } from '../settings.ts';
import { HandlerFunction } from './handler-function.ts';
import type { ModelStore } from './model-store.ts';
import type { RememberedRows } from './remembered-rows.ts';

export interface PredictorProps {
  readonly modelStore: ModelStore;
  readonly rememberedRows: RememberedRows;
  readonly settings: PredictorSettings;
  readonly logRetention: RetentionDays;
  readonly metricNamespace: string;
  readonly overrides: Overrides;
}

/** Answers requests for predictions: a function behind an HTTPS address of its own. */
export class Predictor extends Construct {
  readonly function: HandlerFunction;
  readonly url: FunctionUrl;
  readonly #metricNamespace: string;

  constructor(scope: Construct, id: string, props: PredictorProps) {
    super(scope, id);
    const { settings, logRetention, metricNamespace } = props;
    this.#metricNamespace = metricNamespace;
    this.function = new HandlerFunction(this, 'Function', {
      folder: 'predictor',
      description: 'Sluice: answers requests for predictions',
      settings,
      logRetention,
      metricNamespace,
    });
    this.function.addEnvironment(variables.overrides, JSON.stringify(props.overrides));
    this.function.addEnvironment(variables.lookAgainMs, String(settings.lookAgainMs));
    props.modelStore.grantRead(this.function);
    props.rememberedRows.grantRemember(this.function);
    this.url = this.#url(settings);
  }

  /** With IAM, callers need `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` in a policy of theirs. */
  #url({ auth }: PredictorSettings): FunctionUrl {
    const authType = auth === 'none' ? FunctionUrlAuthType.NONE : FunctionUrlAuthType.AWS_IAM;
    const url = this.function.addFunctionUrl({ authType });
    if (auth === 'none') {
      Validations.of(url).acknowledge({
        id: 'Sluice-FunctionUrlAuth',
        reason: 'The setting predictor.auth of this stage is none: whoever knows the address may ask for predictions.',
      });
    }
    return url;
  }

  /** Requests for predictions, the refused and failed ones included. */
  metricRequests(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels('SUM', metrics.predictRequests, { label: 'requests', ...options });
  }

  metricRows(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels('SUM', metrics.predictRows, { label: 'rows predicted', ...options });
  }

  /** Requests that the predictor could not answer. */
  metricErrors(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels('SUM', metrics.predictErrors, { label: 'predictor errors', ...options });
  }

  /** Of a request for predictions, within the function. */
  metricLatency(options?: MetricOptions): IMetric {
    return this.#metricOfAllModels('MAX', metrics.predictLatencyMs, { label: 'slowest answer, ms', ...options });
  }

  /** Answers of 5xx by the address, whatever was asked for: those of the function, and those in place of one that died. */
  metricFailedAnswers(options?: MetricOptions): IMetric {
    return this.function.metric('Url5xxCount', { statistic: 'Sum', label: 'failed answers', ...options });
  }

  metricThrottles(options?: MetricOptions): IMetric {
    return this.function.metricThrottles({ label: 'predictor throttles', ...options });
  }

  #metricOfAllModels(statistic: 'SUM' | 'MAX', metricName: string, { label, period }: MetricOptions): IMetric {
    const schema = `SCHEMA("${this.#metricNamespace}", ${metricDimension})`;
    return new MathExpression({ expression: `SELECT ${statistic}(${metricName}) FROM ${schema}`, label, period });
  }
}
