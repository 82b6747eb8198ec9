import type { Command } from 'commander';
import { example, json, stage } from './common-options.ts';

/** What a person sees of a deployment. */
export function addSeeingCommands(program: Command): void {
  program
    .command('report')
    .description("write a page of a model's history")
    .requiredOption('--model <name>', 'the model')
    .requiredOption('--out <file>', 'the HTML file to write')
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice report --model clicks --out clicks.html',
        'sluice report --model clicks --out clicks.html --stage prod --json',
      ),
    )
    .action(async (options) => (await import('./report.ts')).report(options));
}
