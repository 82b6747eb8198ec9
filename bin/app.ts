import { App } from 'aws-cdk-lib';
import { definitionsOf } from '../lambdas/definitions.ts';
import { definitionFields } from '../learning/definition-fields.ts';
import { voicesOf } from '../learning/voices.ts';
import { overridesOf, stageOf } from '../lib/context.ts';
import { addStacks } from '../lib/stacks.ts';
import { models } from '../sluice.config.ts';

const app = new App();
const stage = stageOf(app.node.tryGetContext('stage'));
const overrides = overridesOf(app.node.tryGetContext('overrides'));
const definitions = definitionsOf(models, overrides); // a mistake in a definition is found here, not by the deployed trainer
const deployed = new Map(
  [...definitions].map(([model, definition]) => [
    model,
    { definition, fields: definitionFields(definition), voices: voicesOf(definition) },
  ]),
);
addStacks(app, { stage, models: deployed, overrides });
