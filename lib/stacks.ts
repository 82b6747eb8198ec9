import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stackNames } from '../lambdas/contract.ts';
import { SluiceChecks } from './checks.ts';
import type { Overrides } from './context.ts';
import type { DeployedModels } from './deployed-model.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { type Settings, type Stage, settings as settingsByStage } from './settings.ts';
import { StateStack } from './state-stack.ts';

export interface StacksOptions {
  readonly stage: Stage;
  readonly models: DeployedModels;
  /** @default {} */
  readonly overrides?: Overrides;
  /** @default - those of the stage */
  readonly settings?: Settings;
}

/** Adds the two stacks of a stage to an app, and the rules that synth holds them to. */
export function addStacks(app: App, options: StacksOptions): { state: StateStack; pipeline: PipelineStack } {
  const { stage, models, overrides = {}, settings = settingsByStage[stage] } = options;
  const names = stackNames(stage);
  const state = new StateStack(app, names.state, settings.state);
  const pipeline = new PipelineStack(app, names.pipeline, {
    stage,
    state,
    settings,
    models,
    overrides,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new SluiceChecks(app));
  return { state, pipeline };
}
