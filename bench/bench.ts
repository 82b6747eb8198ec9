import { Command, CommanderError, Option } from 'commander';
import { between0And1, collected, wholeNumber } from '../cli/arguments.ts';
import type { ScenarioName } from '../records/scenarios/table.ts';
import { benchedScenarios, benchGate } from './gate.ts';
import { benchLearning } from './learning.ts';
import { benchPage } from './page.ts';
import { benchPeeking } from './peeking.ts';
import { benchPoisoned } from './poisoned.ts';
import { benchPredictor } from './predictor.ts';

/** `npm run bench`: comparisons, timed ones as ratios in one run. */
const program = new Command('bench')
  .description('Comparisons. Timed figures of one run belong together.')
  .exitOverride();
program
  .command('learning')
  .description('rows a second of each learner, predicted and learned, on one core')
  .option('--peers', 'scikit-learn, River and Vowpal Wabbit beside it, installed into .local/', false)
  .option('--json', 'one JSON document on standard output', false)
  .action(benchLearning);
program
  .command('predictor')
  .description('milliseconds of a request for predictions, in this process')
  .option('--json', 'one JSON document on standard output', false)
  .action(benchPredictor);
program
  .command('page')
  .description('what a live page costs a browser, by the segments that it shows')
  .option('--json', 'one JSON document on standard output', false)
  .action(benchPage);
program
  .command('gate')
  .description('what each gate holds back, and what it costs, in scenarios whose truth is known')
  .addOption(new Option('--seeds <n>', 'streams of each scenario').argParser(wholeNumber(1, 10_000)).default(20))
  .addOption(new Option('--segments <n>', 'of a stream').argParser(wholeNumber(60, 100_000)).default(600))
  .addOption(new Option('--learner <name>', 'behind the gates').choices(['sgd', 'committee']).default('sgd'))
  .addOption(
    new Option('--scenario <name>', 'may be given several times')
      .argParser(collected(benchedScenarios))
      .default(benchedScenarios as readonly ScenarioName[], 'all'),
  )
  .option('--docs', 'put the table into docs/gate.md', false)
  .option('--json', 'one JSON document on standard output', false)
  .action(benchGate);
program
  .command('peeking')
  .description('what the champion gate holds and promotes in long streams in which nothing is wrong')
  .addOption(new Option('--segments <n>', 'of a stream').argParser(wholeNumber(100, 10_000_000)).default(20_000))
  .option('--docs', 'put the table into docs/gate.md', false)
  .option('--json', 'one JSON document on standard output', false)
  .action(benchPeeking);
program
  .command('poisoned')
  .argument('<files...>', 'CSV or NDJSON, of numbers and a label')
  .description('what is held of segments that are flipped, in files, and what the ideal observer would hold')
  .option('--label <name>', 'column of the label', 'label')
  .addOption(
    new Option('--probability <p>', 'that a segment is flipped; may be given several times')
      .argParser((text, before: readonly number[] = []) => [...before, between0And1('a number')(text)])
      .makeOptionMandatory(),
  )
  .addOption(new Option('--learner <name>', 'behind the gate').choices(['sgd', 'committee']).default('committee'))
  .addOption(new Option('--seeds <n>', 'of each file').argParser(wholeNumber(1, 10_000)).default(20))
  .option('--docs', 'put the table into docs/gate.md', false)
  .option('--json', 'one JSON document on standard output', false)
  .action(benchPoisoned);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
}
