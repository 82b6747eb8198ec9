import { type Command, Option } from 'commander';
import { duration, wholeNumber } from './arguments.ts';
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
  program
    .command('watch')
    .description('serve a page on this machine that grows with a model, until Ctrl-C')
    .requiredOption('--model <name>', 'the model')
    .addOption(
      new Option('--port <n>', 'any that is free if left out').argParser(wholeNumber(1, 65_535)).default(0, 'free'),
    )
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example('sluice watch --model clicks', 'sluice watch --model clicks --stage prod --port 4300'),
    )
    .action(async (options) => (await import('./watch.ts')).watch(options));
  program
    .command('tail')
    .description('follow the ledger: what becomes of each segment, as it is committed, until Ctrl-C')
    .option('--model <name>', 'only this model')
    .addOption(
      new Option(
        '--since <time>',
        'begin so long ago, like 90s, 15m, 1h or 2d (default: now; 1h where it does not follow)',
      ).argParser(duration),
    )
    .option('--no-follow', 'end with what there is')
    .addOption(stage())
    .addOption(new Option('--json', 'what there is as one JSON document; does not follow').default(false))
    .addHelpText(
      'after',
      example(
        'sluice tail --model clicks --stage prod',
        'sluice tail --since 1h --no-follow',
        'sluice tail --since 2d --json',
      ),
    )
    .action(async (options) => (await import('./tail.ts')).tailCommand(options));
  program
    .command('doctor')
    .description('say whether a stage is well, a line for each thing, with what to do')
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice doctor --stage prod', 'sluice doctor --json'))
    .action(async (options) => (await import('./doctor/doctor.ts')).doctorCommand(options));
}
