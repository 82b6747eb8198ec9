import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { metricNamespace, modelsMetadata, outputs } from '../lambdas/contract.ts';
import { Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { dashboardAddress } from './constructs/dashboard-address.ts';
import { Labeller } from './constructs/labeller.ts';
import { Predictor } from './constructs/predictor.ts';
import { Producer } from './constructs/producer.ts';
import { Trainer } from './constructs/trainer.ts';
import type { Overrides } from './context.ts';
import type { DeployedModels } from './deployed-model.ts';
import type { Settings, Stage } from './settings.ts';
import type { StateStack } from './state-stack.ts';

export interface PipelineStackProps {
  readonly stage: Stage;
  readonly state: StateStack;
  readonly settings: Settings;
  readonly models: DeployedModels;
  readonly overrides: Overrides;
}

/** Everything that can be destroyed and deployed again: what runs, and what watches it. */
export class PipelineStack extends Stack {
  readonly predictor: Predictor;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, { description: 'Sluice: trainer, producer, predictor, labeller, dashboard and alarms' });
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG); // nobody deletes the state under a pipeline
    const { stage, state, settings, models, overrides } = props;
    const { stream, modelStore, quarantine, ledger, rememberedRows } = state;
    const { logRetention, schedule } = settings;
    this.templateOptions.metadata = {
      [modelsMetadata]: Object.fromEntries([...models].map(([model, { fields }]) => [model, fields])),
    };
    const seen = { logRetention, metricNamespace: metricNamespace(stage) };
    const trainer = new Trainer(this, 'Trainer', {
      stream,
      modelStore,
      quarantine,
      ledger,
      rememberedRows,
      settings: settings.trainer,
      overrides,
      ...seen,
    });
    const producer = new Producer(this, 'Producer', { stream, settings: settings.producer, schedule, ...seen });
    this.predictor = new Predictor(this, 'Predictor', {
      modelStore,
      rememberedRows,
      settings: settings.predictor,
      overrides,
      ...seen,
    });
    const { predictor } = this;
    const labeller = new Labeller(this, 'Labeller', {
      stream,
      rememberedRows,
      settings: settings.labeller,
      enabled: [...models.values()].some(({ definition }) => definition.labelAfter !== undefined),
      overrides,
      ...seen,
    });
    const watched = { stream, trainer, producer, predictor, labeller };
    const address = dashboardAddress(this, stage);
    const alarms = new Alarms(this, 'Alarms', {
      ...watched,
      settings: settings.alarms,
      dashboardUrl: address.url,
    });
    new Dashboard(this, 'Dashboard', {
      ...watched,
      stage,
      name: address.name,
      alarms,
      models,
      periodMinutes: settings.dashboardPeriodMinutes,
      runbookUrl: settings.alarms.runbookUrl,
    });
    new CfnOutput(this, outputs.pipeline.trainer, { value: trainer.function.functionName });
    new CfnOutput(this, outputs.pipeline.producer, { value: producer.function.functionName });
    new CfnOutput(this, outputs.pipeline.labeller, { value: labeller.function.functionName });
    new CfnOutput(this, outputs.pipeline.predictor, { value: predictor.function.functionName });
    new CfnOutput(this, outputs.pipeline.predictorUrl, { value: predictor.url.url });
  }
}
