import { type Command, Option } from 'commander';
import { instant, wholeNumber } from './arguments.ts';
import { actor, reason } from './author.ts';
import { example, json, stage, yes } from './common-options.ts';
import type { steps } from './steer.ts';

/** `sluice models …`: what a person does to a model that runs. */
export function addModelCommands(program: Command): void {
  const models = program.command('models').description('look at models that run, and steer them');
  models
    .command('list')
    .description('the models of a stage: version, age, quality, and what is not as usual')
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice models list --stage prod'))
    .action(async (options) => (await import('./model-list.ts')).listCommand(options));
  models
    .command('show <name>')
    .description('all about a model: what is served, quality, trial, definition, checkpoints')
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice models show clicks'))
    .action(async (name, options) => (await import('./model-show.ts')).showCommand(name, options));
  models
    .command('history <name>')
    .description('its last commits; or which version served at a time, and what it had learned')
    .addOption(new Option('--limit <n>', 'commits to list').argParser(wholeNumber(1, 1_000_000)).default(20))
    .addOption(new Option('--at <time>', 'which version served then').argParser(instant))
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example('sluice models history clicks', 'sluice models history clicks --at 2026-11-24T10:00Z'),
    )
    .action(async (name, options) => (await import('./model-history.ts')).historyCommand(name, options));
  models
    .command('diff <name>')
    .description('what was learned between two versions that are kept, and what it changed')
    .argument('<v1>', 'a version', version)
    .argument('<v2>', 'another one', version)
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice models diff clicks 38 41'))
    .action(async (name, v1, v2, options) => (await import('./model-diff.ts')).diffCommand(name, v1, v2, options));
  const steering = (verb: keyof typeof steps, description: string, ...examples: readonly string[]) => {
    const command = models.command(`${verb} <name>`);
    if (verb === 'rollback' || verb === 'pin') command.requiredOption('--to <v>', 'the version', version);
    changing(command, description, ...examples).action(async (name, options) =>
      (await import('./steer.ts')).steerCommand(name, verb, options),
    );
  };
  steering(
    'rollback',
    'go back to what an earlier version had learned; what came since is undone, and not learned again',
    'sluice models rollback clicks --to 41 --reason "labels of Tuesday were wrong"',
  );
  steering(
    'pin',
    'serve a version until it is unpinned, while training goes on',
    'sluice models pin clicks --to 41 --reason "audit"',
  );
  steering('unpin', 'serve what is learned again', 'sluice models unpin clicks');
  steering(
    'promote',
    'end the running trial: the challenger becomes the champion',
    'sluice models promote clicks --reason "the price list changed on Monday"',
  );
  steering(
    'drop',
    'end the running trial: the challenger is given up',
    'sluice models drop clicks --reason "a test system sent labels"',
  );
  steering(
    'pause',
    'learn nothing until it is resumed; segments are scored, and not learned later',
    'sluice models pause clicks --reason "labels are being mended" --yes',
  );
  steering('resume', 'learn again what comes from now on', 'sluice models resume clicks --yes');
  changing(
    models.command('restore <name>'),
    'make the last good version of a damaged or deleted snapshot the current one',
    'sluice models restore clicks --stage prod',
    'sluice models restore clicks --version 41 --yes',
  )
    .addOption(new Option('--version <v>', 'this version instead of the last').argParser(version))
    .action(async (name, options) => (await import('./restore.ts')).restoreCommand(name, options));
  changing(
    models.command('reset <name>'),
    'start a model from nothing, as after a change of its features or learner',
    'sluice models reset clicks --stage prod --reason "a feature was added"',
  ).action(async (name, options) => (await import('./reset.ts')).resetCommand(name, options));
}

const version = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** A command that makes a commit: it asks, and says who did it and why. */
function changing(command: Command, description: string, ...examples: readonly string[]): Command {
  return command
    .description(description)
    .addOption(reason())
    .addOption(actor())
    .addOption(yes())
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example(...examples));
}
