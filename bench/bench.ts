import { Command, CommanderError } from 'commander';
import { benchLearning } from './learning.ts';

/** `npm run bench`: timed comparisons, as ratios in one run. */
const program = new Command('bench')
  .description('Timed comparisons. Figures of one run belong together.')
  .exitOverride();
program
  .command('learning')
  .description('rows a second of each learner, predicted and learned, on one core')
  .option('--peers', 'scikit-learn, River and Vowpal Wabbit beside it, installed into .local/', false)
  .option('--json', 'one JSON document on standard output', false)
  .action(benchLearning);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
}
