import { Argument, Command, CommanderError, Help, Option } from 'commander';
import { gateNames } from '../learning/gates/registry.ts';
import { learnerNames } from '../learning/learners/registry.ts';
import { scenarioNames } from '../records/scenarios/table.ts';
import { wholeNumber } from './arguments.ts';
import { example, json } from './common-options.ts';
import { addDataCommands } from './data-commands.ts';
import { readEnvironment, useEndpoint } from './environment.ts';
import { addExchangeCommands } from './exchange-commands.ts';
import { addModelCommands } from './model-commands.ts';
import { addSeeingCommands } from './seeing-commands.ts';
import { shells } from './shells.ts';
import { readPackage } from './versions.ts';

/** The command line. Each command is loaded when it is called, so that `--help` is quick. */
export function createProgram(): Command {
  const program = new Command('sluice')
    .description('Classifiers that keep learning from a Kinesis stream.')
    .version(readPackage().version)
    .showHelpAfterError('(add --help for what is expected)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'sluice: ')) })
    .configureHelp({ optionDescription })
    .enablePositionalOptions() // --version before a command is ours, behind it the command's
    .exitOverride();
  program.hook('preAction', (_, command) => {
    const { endpoint } = readEnvironment();
    if (endpoint !== undefined && command.name() !== 'start') useEndpoint(endpoint);
  });
  program
    .command('start')
    .description('deploy to AWS_ENDPOINT_URL, or to an emulator that it starts, send a scenario and report')
    .addOption(
      new Option('--segments <n>', 'records to send, each a segment')
        .argParser(wholeNumber(1, 1_000_000))
        .default(1_000),
    )
    .addOption(new Option('--scenario <name>', 'what is sent').choices(scenarioNames).default('tour'))
    .addOption(new Option('--seed <s>', 'of the scenario').argParser(wholeNumber(0, 2 ** 31)).default(7))
    .addOption(new Option('--learner <name>', "in place of the definition's").choices(learnerNames))
    .addOption(new Option('--gate <name>', "in place of the definition's").choices(gateNames))
    .option('--stay', 'keep running until Ctrl-C', false)
    .addOption(json())
    .addHelpText('after', example('sluice start --segments 300', 'sluice start --learner ftrl --gate none --stay'))
    .action(async (options) => (await import('./start.ts')).start(options));
  addDataCommands(program);
  addSeeingCommands(program);
  addModelCommands(program);
  addExchangeCommands(program);
  program
    .command('completion')
    .description('print a script by which a shell completes commands, options and what they may be')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .addHelpText(
      'after',
      example('source <(sluice completion bash)', 'sluice completion zsh > ~/.zsh/completions/_sluice'),
    )
    .action(async (shell) => (await import('./completion.ts')).completion(program, shell));
  return program;
}

/** An option in help: that it must be given is said, and of a switch not that it is off. */
function optionDescription(option: Option): string {
  const text = new Help().optionDescription(option).replace(' (default: false)', '');
  return option.mandatory ? `${text}; must be given` : text;
}

/** Whether an error says that the command was called wrongly; help and version end well. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) return 1;
  return error.name === 'UsageError' ? 2 : error.name === 'Interrupted' ? 130 : 1;
}
