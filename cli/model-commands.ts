import { type Command, Option } from 'commander';
import { wholeNumber } from './arguments.ts';
import { example, json, stage, yes } from './common-options.ts';

/** `sluice models …`: what a person does to a model that runs. */
export function addModelCommands(program: Command): void {
  const models = program.command('models').description('bring a model back, or start it from nothing');
  models
    .command('restore <name>')
    .description('make the last good version of a damaged or deleted snapshot the current one')
    .addOption(
      new Option('--version <v>', 'this version instead, also of a snapshot that is good').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .addOption(yes())
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example('sluice models restore clicks --stage prod', 'sluice models restore clicks --version 41 --yes'),
    )
    .action(async (name, options) => (await import('./restore.ts')).restoreCommand(name, options));
  models
    .command('reset <name>')
    .description('start a model from nothing, as after a change of its features or learner')
    .addOption(yes())
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice models reset clicks --stage prod'))
    .action(async (name, options) => (await import('./reset.ts')).resetCommand(name, options));
}
