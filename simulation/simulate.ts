import { Command, CommanderError, Option } from 'commander';
import { wholeNumber } from '../cli/arguments.ts';
import { smallCapacities } from './capacities.ts';
import { patchSources } from './patched-sources.ts';
import { plantNames } from './plants.ts';

/** `npm run simulate`: the trainer in a fake world, by chance, by every fault, and with bugs planted. */
const program = new Command('simulate')
  .description('The real trainer in a fake world in which everything fails. Exits with 1 where a promise is broken.')
  .addOption(
    new Option('--schedules <n>', 'seeded schedules (default: 1000; 0 beside --exhaustive or --plant)').argParser(
      wholeNumber(0, 1_000_000_000),
    ),
  )
  .addOption(
    new Option('--seed <s>', 'of the first schedule; each has the next').argParser(wholeNumber(0, 2 ** 48)).default(1),
  )
  .option('--exhaustive', 'every fault at every await point of a small world, singly and in pairs', false)
  .addOption(
    new Option('--plant <bug>', 'plant a bug, and run schedules until it is found').choices(['all', ...plantNames]),
  )
  .addOption(
    new Option('--shards <k>', 'the stream begins with so many (default: 1 to 4, or 8)').argParser(wholeNumber(1, 16)),
  )
  .option('--json', 'one JSON document on standard output', false)
  .exitOverride();

try {
  program.parse();
  patchSources(smallCapacities); // before any of the code is loaded
  const { simulate } = await import('./simulation.ts');
  process.exitCode = (await simulate(program.opts())) ? 0 : 1;
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
}
