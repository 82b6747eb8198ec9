import { type Command, Option } from 'commander';
import { gateNames } from '../learning/gates/registry.ts';
import { type LearnerName, learnerNames } from '../learning/learners/registry.ts';
import { scalerNames } from '../learning/scalers/registry.ts';
import { between0And1, collected, columns, jsonObject, threshold, wholeNumber } from './arguments.ts';
import { example, json, stage } from './common-options.ts';

/** What a person does with rows: send them, try a model on them, ask one of them, send again what no model has learned. */
export function addDataCommands(program: Command): void {
  program
    .command('send <file>')
    .description(
      'send the rows of a CSV or NDJSON file (plain or .gz) to a model, or labels for rows that it has predicted',
    )
    .requiredOption('--model <name>', 'the model that they are for')
    .addOption(new Option('--rows-per-record <n>', 'rows in one record').argParser(wholeNumber(1, 10_000)).default(100))
    .option('--labels', 'the file has ids of remembered rows, in a column id, and their labels', false)
    .addOption(
      new Option('--from-record <n>', 'leave out the records before this one')
        .argParser(wholeNumber(0, 2 ** 31))
        .default(0),
    )
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice send churn.csv --model churn',
        'sluice send churn.ndjson.gz --model churn --rows-per-record 1000 --stage prod',
        'sluice send outcomes.csv --model churn --labels',
      ),
    )
    .action(async (file, options) => (await import('./send.ts')).send(file, options));
  program
    .command('backtest <file>')
    .description('score a model on a CSV or NDJSON file, each row predicted before it is learned')
    .requiredOption('--label <column>', 'the column with the label')
    .addOption(
      new Option('--learner <name>', 'may be given several times; each is run by itself')
        .choices(learnerNames)
        .argParser(collected(learnerNames))
        .default(['committee'] as readonly LearnerName[], 'committee'),
    )
    .addOption(
      new Option('--params <json>', "the learner's hyper-parameters").argParser(jsonObject).default({}, 'its defaults'),
    )
    .addOption(new Option('--gate <name>', 'what holds segments back').choices(gateNames).default('champion'))
    .addOption(
      new Option('--threshold <p>', 'of a positive prediction: a number, or f1').argParser(threshold).default(0.5),
    )
    .addOption(new Option('--segment-rows <n>', 'rows judged together').argParser(wholeNumber(1, 10_000)).default(100))
    .addOption(new Option('--scaler <name>', 'of the numeric features').choices(scalerNames).default('standard'))
    .addOption(
      new Option('--categorical <columns>', 'columns of names, with commas between')
        .argParser(columns)
        .default([], 'none'),
    )
    .addOption(
      new Option('--drop <columns>', 'columns to leave out, with commas between')
        .argParser(columns)
        .default([], 'none'),
    )
    .option('--positive <value>', 'the label that is positive, where labels are not 0 and 1')
    .addOption(
      new Option(
        '--poison <p>',
        'flip the labels of each segment with this probability before it is learned',
      ).argParser(between0And1('a number')),
    )
    .addOption(new Option('--seed <s>', 'of the poison, 0 if left out').argParser(wholeNumber(0, 2 ** 31)))
    .option('--out <file>', 'write each segment as a line of JSON')
    .option('--report <file>', 'write the report page')
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice backtest churn.csv --label churned --categorical country,plan --drop id',
        'sluice backtest churn.csv --label churned --learner sgd --learner ftrl --poison 0.1',
      ),
    )
    .action(async (file, options) => (await import('./backtest.ts')).backtest(file, options));
  program
    .command('predict <name> <file>')
    .description(
      'what a model says of the rows of a CSV or NDJSON file (plain or .gz); a label column is not looked at',
    )
    .option('--out <file>', 'the .csv, .ndjson or .jsonl file to write, in place of CSV on standard output')
    .addOption(stage())
    .addOption(json())
    .addHelpText(
      'after',
      example(
        'sluice predict clicks new.csv > said.csv',
        'sluice predict clicks new.ndjson.gz --out said.ndjson --json',
      ),
    )
    .action(async (name, file, options) => (await import('./predict.ts')).predictCommand(name, file, options));
  program
    .command('redrive')
    .description('send records again that no model has learned: batches that Lambda gave up, and records in quarantine')
    .option('--list', 'only say what waits, and why', false)
    .option('--model <name>', 'only the records of this model')
    .addOption(stage())
    .addOption(json())
    .addHelpText('after', example('sluice redrive --list --stage prod', 'sluice redrive --model clicks --stage prod'))
    .action(async (options) => (await import('./redrive.ts')).redriveCommand(options));
}
