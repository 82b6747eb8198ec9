import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { definitionsOf } from '../../lambdas/definitions.ts';
import type { Definition } from '../../learning/definition.ts';
import { definitionFields } from '../../learning/definition-fields.ts';
import { voicesOf } from '../../learning/voices.ts';
import type { DeployedModels } from '../../lib/deployed-model.ts';
import type { Stage } from '../../lib/settings.ts';
import { addStacks, type StacksOptions } from '../../lib/stacks.ts';

const definitions = definitionsOf({
  clicks: { features: 10 },
  tutorial: { features: 10, learner: { name: 'sgd' }, gate: { name: 'article' } },
});

/** A committee with a champion gate, and a model with neither. */
export const models = deployedModels(definitions);

export function deployedModels(of: ReadonlyMap<string, Definition>): DeployedModels {
  return new Map(
    [...of].map(([model, definition]) => [
      model,
      { definition, fields: definitionFields(definition), voices: voicesOf(definition) },
    ]),
  );
}

/** An app whose code is not bundled, without the rules that take 2 s to load and that every `cdk synth` applies. */
export function newApp(): App {
  return new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false });
}

/** The stacks as CDK objects. */
export function stacksOf(stage: Stage, options: Partial<StacksOptions> = {}) {
  const app = newApp();
  return { app, ...addStacks(app, { stage, models, ...options }) };
}

/** The templates of a stage as its settings are, made once. */
export function templatesOf(stage: Stage): Templates {
  const templates = made.get(stage) ?? synthesize(stage);
  made.set(stage, templates);
  return templates;
}

export interface Templates {
  readonly state: Template;
  readonly pipeline: Template;
}

/** The templates of a stage, with something changed. */
export function synthesize(stage: Stage, options: Partial<StacksOptions> = {}): Templates {
  const { state, pipeline } = stacksOf(stage, options);
  return { state: Template.fromStack(state), pipeline: Template.fromStack(pipeline) };
}

const made = new Map<Stage, Templates>();
