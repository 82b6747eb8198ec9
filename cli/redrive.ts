import { gunzip } from '../lambdas/aws/gunzip.ts';
import { KinesisRecordStream } from '../lambdas/aws/kinesis-record-stream.ts';
import { S3FailedRecords } from '../lambdas/aws/s3-failed-records.ts';
import { systemClock } from '../lambdas/aws/system-clock.ts';
import { definitionsOf } from '../lambdas/definitions.ts';
import { type RedriveResult, redrive } from '../lambdas/producer/redrive.ts';
import { type BrokenObject, type WaitingPorts, waitingRecords } from '../lambdas/producer/waiting-records.ts';
import { StreamRefusedError } from '../lambdas/put-all.ts';
import { counted } from '../report/numbers.ts';
import { models } from '../sluice.config.ts';
import { type Deployed, definitionOf, deployedWith } from './deployed-definitions.ts';
import { findDeployment } from './deployment.ts';
import { CommandError } from './errors.ts';
import { Progress } from './progress.ts';
import { expectDeployed, whyUnreadable } from './undeployed-changes.ts';
import { type WaitingLine, waitingLine, waitingText } from './waiting-line.ts';

export interface RedriveOptions {
  readonly list: boolean;
  readonly model?: string;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice redrive`: what no model has learned, to the stream again; or only a list of it.
 *
 * @throws {CommandError} at the end, when there are objects that could not be read.
 */
export async function redriveCommand({ list, model, stage, json }: RedriveOptions): Promise<void> {
  const deployment = await findDeployment(stage);
  const deployed = await deployedWith(deployment);
  const definitions = definitionsOf(models, deployed.overrides);
  if (model !== undefined) definitionOf(model, definitions);
  const failed = new S3FailedRecords(deployment.quarantineBucket);
  const ports = { failed, definitions, gunzip };
  const print = (result: object, lines: readonly string[]): void => {
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : lines.map((line) => `${line}\n`).join(''));
  };
  if (list) {
    const { waiting, broken } = await listWaiting(model, ports);
    const records = waiting.reduce((sum, line) => sum + line.records, 0);
    const summary = `${counted(records, 'record')} in ${counted(waiting.length, 'object')} to be sent again by \`sluice redrive\``;
    print({ stage, records, waiting, broken }, [
      ...waiting.map(waitingText),
      waiting.length === 0 ? 'nothing waits' : summary,
    ]);
    complainOf(broken);
    return;
  }
  await expectReadable(model, deployed, ports);
  const progress = new Progress();
  const stream = new KinesisRecordStream(deployment.stream);
  const onProgress = (records: number, objectsLeft: number): void =>
    progress.update(`  ${records} records sent again, ${objectsLeft} objects to look at`);
  const result = await redrive(model, { ...ports, stream, clock: systemClock }, onProgress).catch((error) => {
    if (!(error instanceof StreamRefusedError)) throw error;
    throw new CommandError(`${error.message}\nwhat was sent before is marked: go on with the same command`, {
      cause: error,
    });
  });
  const broken = result.broken.map(brokenLine);
  print({ stage, stream: deployment.stream, ...result, broken }, resultLines(result));
  complainOf(broken);
}

/**
 * What the deployed trainer cannot read would come back into quarantine.
 *
 * @param model all models if left out: then only those matter whose records wait
 * @throws {CommandError} naming the first model that is not deployed as it is here.
 */
export async function expectReadable(
  model: string | undefined,
  deployed: Deployed,
  ports: WaitingPorts,
): Promise<void> {
  for (const [name, definition] of ports.definitions) {
    if ((model ?? name) !== name || whyUnreadable(name, definition, deployed) === undefined) continue;
    const waiting = waitingRecords(await ports.failed.list(), name, ports);
    for await (const { kind } of waiting) if (kind === 'waiting') expectDeployed(name, definition, deployed);
  }
}

async function listWaiting(
  model: string | undefined,
  ports: WaitingPorts,
): Promise<{ waiting: WaitingLine[]; broken: BrokenLine[] }> {
  const waiting: WaitingLine[] = [];
  const broken: BrokenLine[] = [];
  const progress = new Progress();
  for await (const item of waitingRecords(await ports.failed.list(), model, ports)) {
    if (item.kind === 'waiting') waiting.push(waitingLine(item));
    else broken.push(brokenLine(item));
    progress.update(`  ${counted(waiting.length + broken.length, 'object')} read`);
  }
  return { waiting, broken };
}

function resultLines({ records, batches, quarantined, unreadable, inVain }: RedriveResult): string[] {
  const lines = [
    `${records} records sent again, of ${batches} batches given up and ${quarantined} quarantined records`,
  ];
  if (unreadable > 0) {
    lines.push(`${unreadable} of them cannot be read under the definitions in force: they come back into quarantine`);
  }
  if (inVain > 0) {
    lines.push(`${inVain} quarantined records were sent again before and still cannot be read: they are left there`);
  }
  return lines;
}

type BrokenLine = { readonly object: string; readonly problem: string };

function brokenLine({ object, problem }: BrokenObject): BrokenLine {
  return { object: object.key, problem };
}

function complainOf(broken: readonly BrokenLine[]): void {
  if (broken.length === 0) return;
  const problems = broken.map(({ problem }) => `\n  ${problem}`).join('');
  throw new CommandError(
    `${broken.length} objects are not what Lambda or the trainer writes, and were left as they are:${problems}`,
  );
}
