import { type Command, Option } from 'commander';
import { wholeNumber } from './arguments.ts';
import { actor, reason } from './author.ts';
import { example, json, stage, yes } from './common-options.ts';
import type { steps } from './steer.ts';

/** `sluice models …`: what a person does to a model that runs. */
export function addModelCommands(program: Command): void {
  const models = program.command('models').description('look at models that run, and steer them');
  const steering = (verb: keyof typeof steps, description: string, ...examples: readonly string[]) =>
    changing(models.command(`${verb} <name>`), description, ...examples).action(async (name, options) =>
      (await import('./steer.ts')).steerCommand(name, verb, options),
    );
  steering(
    'rollback',
    'go back to what an earlier version had learned; what came since is undone, and not learned again',
    'sluice models rollback clicks --to 41 --reason "labels of Tuesday were wrong"',
  ).requiredOption('--to <v>', 'the version', version);
  steering(
    'pin',
    'serve a version until it is unpinned, while training goes on',
    'sluice models pin clicks --to 41 --reason "audit"',
  ).requiredOption('--to <v>', 'the version', version);
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
