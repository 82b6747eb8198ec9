import { type Command, Option } from 'commander';
import { exportForms, importForms } from '../exchange/forms.ts';
import { wholeNumber } from './arguments.ts';
import { actor, reason } from './author.ts';
import { example, json, stage, yes } from './common-options.ts';

/** What goes from one model to another, or to other programs. */
export function addExchangeCommands(program: Command): void {
  program
    .command('export <model>')
    .description('write what a model has learned, for another model, scikit-learn or an ONNX runtime')
    .addOption(
      new Option('--format <format>', 'what it is written as: docs/export.md')
        .choices(exportForms)
        .makeOptionMandatory(),
    )
    .option('--member <name>', 'of a committee, with --format onnx')
    .addOption(
      new Option('--version <v>', 'an earlier version, in place of the current one').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option('--out <file>', 'where it is written to; text goes to standard output if left out')
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice export clicks --format json --out clicks.json',
        'sluice export clicks --format onnx --member "adagrad 0.2" --out clicks.onnx --stage prod',
        'sluice export tutorial --format sklearn --version 41',
      ),
    )
    .action(async (model, options) => (await import('./export.ts')).exportCommand(model, options));
  program
    .command('import <file>')
    .description('start a model with what another has learned, here or in scikit-learn')
    .requiredOption('--model <name>', 'the model that is to start with it')
    .addOption(new Option('--from <form>', 'whose form the file has').choices(importForms).makeOptionMandatory())
    .addOption(reason())
    .addOption(actor())
    .addOption(yes())
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice import clicks.json --model clicks-copy --from sluice',
        'sluice import weights.json --model tutorial --from sklearn --reason "trained on last year" --yes',
      ),
    )
    .action(async (file, options) => (await import('./import.ts')).importCommand(file, options));
}
