import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { KinesisRecordStream } from '../lambdas/aws/kinesis-record-stream.ts';
import { systemClock } from '../lambdas/aws/system-clock.ts';
import { definitionsOf } from '../lambdas/definitions.ts';
import type { RecordStream, StreamEntry } from '../lambdas/ports.ts';
import { recordBatches } from '../lambdas/producer/record-batches.ts';
import { putAll } from '../lambdas/put-all.ts';
import { encodeLabels, labelsMax } from '../records/labels.ts';
import type { Schema } from '../records/schema.ts';
import { encodeFileRows, FileRowError, labelsFromFile, rowsFromFile } from '../records/table-rows.ts';
import { counted } from '../report/numbers.ts';
import { models } from '../sluice.config.ts';
import { definitionOf, deployedWith } from './deployed-definitions.ts';
import { findDeployment } from './deployment.ts';
import { CommandError, UsageError } from './errors.ts';
import { type NumberedRow, openRowFile } from './file-rows.ts';
import { Progress } from './progress.ts';
import { expectDeployed } from './undeployed-changes.ts';

export interface SendOptions {
  readonly model: string;
  readonly stage: string;
  readonly rowsPerRecord: number;
  /** Records to leave out at the beginning: those that an earlier call has sent. */
  readonly fromRecord: number;
  /** Whether the file has labels of remembered rows, in place of rows. */
  readonly labels: boolean;
  readonly json: boolean;
}

/** Records that are made before they are sent: as many as one call takes. */
const CHUNK_RECORDS = 500;

/**
 * `sluice send FILE`: a file's rows to the stream, or its labels, for rows that the predictor has remembered.
 *
 * The file is read twice: once to check every row, so that a bad one is told before anything is sent, then to send.
 * Record ids come from the file's content and the rows' place in it: what is sent twice is taken once, as long as it
 * is among the model's last 4,096 records.
 */
export async function send(file: string, options: SendOptions): Promise<void> {
  const { model, stage, json, labels } = options;
  const content = labels ? labelContent : rowContent;
  const progress = new Progress();
  const deployment = await findDeployment(stage);
  const deployed = await deployedWith(deployment);
  const definition = definitionOf(model, definitionsOf(models, deployed.overrides));
  expectDeployed(model, definition, deployed);
  if (options.rowsPerRecord > content.most(definition)) {
    throw new UsageError(
      `--rows-per-record: expected at most ${content.most(definition)} ${content.noun}s, got ${options.rowsPerRecord}`,
    );
  }
  const { fingerprint, rows: rowsInFile } = await checkFile(file, definition, content, progress);
  const stream = new KinesisRecordStream(deployment.stream);
  const sent = { records: 0, rows: 0, retried: 0 };
  const startedAt = performance.now();
  for await (const entries of chunksOf(file, definition, content, fingerprint, options)) {
    for (const batch of recordBatches(entries)) {
      sent.retried += await putBatch(batch, stream, options.fromRecord + sent.records);
      sent.records += batch.length;
      sent.rows += batch.reduce((sum, { rows }) => sum + rows, 0);
      const perSecond = sent.rows / ((performance.now() - startedAt) / 1000);
      const left = Math.max(0, (rowsInFile - sent.rows) / perSecond);
      progress.update(
        `  ${sent.rows} of ${rowsInFile} ${content.noun}s sent, ${Math.round(perSecond)} a second, ${left.toFixed(0)} s left`,
      );
    }
  }
  const result = { file, model, stream: deployment.stream, ...sent };
  const line = `${counted(sent.rows, content.noun)} in ${counted(sent.records, 'record')} sent to model ${model}`;
  process.stdout.write(`${json ? JSON.stringify(result) : line}\n`);
}

/** What the rows of a file are, and how they become records. */
interface Content {
  readonly noun: 'row' | 'label';
  most(schema: Schema): number;
  check(rows: readonly NumberedRow[], schema: Schema): void;
  encode(
    named: { readonly model: string; readonly id: string },
    rows: readonly NumberedRow[],
    schema: Schema,
  ): Uint8Array;
}

const rowContent: Content = {
  noun: 'row',
  most: () => Number.POSITIVE_INFINITY,
  check: rowsFromFile,
  encode: encodeFileRows,
};

const labelContent: Content = {
  noun: 'label',
  most: ({ features }) => labelsMax(features.length),
  check: labelsFromFile,
  encode: (named, rows, schema) => encodeLabels({ ...named, labels: labelsFromFile(rows, schema) }),
};

/** Reads the whole file once, and says what is wrong with it before anything is sent. */
async function checkFile(
  file: string,
  schema: Schema,
  content: Content,
  progress: Progress,
): Promise<{ fingerprint: string; rows: number }> {
  const { rows: read } = openRowFile(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  let rows = 0;
  for await (const row of read()) {
    fitting(file, [row], () => content.check([row], schema));
    rows += 1;
    if ((rows & 0x3ff) === 0) progress.update(`  ${rows} rows checked`);
  }
  if (rows === 0) throw new CommandError(`${file}: expected at least one row, found none`);
  return { fingerprint: hash.digest('hex').slice(0, 16), rows };
}

async function putBatch(batch: readonly Entry[], stream: RecordStream, sentBefore: number): Promise<number> {
  try {
    return await putAll(batch, stream, systemClock, () => false);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n${sentBefore} records are sent; go on with --from-record ${sentBefore}`, {
      cause: error,
    });
  }
}

type Entry = StreamEntry & { readonly rows: number };

async function* chunksOf(
  file: string,
  schema: Schema,
  content: Content,
  fingerprint: string,
  { model, rowsPerRecord, fromRecord }: SendOptions,
): AsyncGenerator<Entry[]> {
  let rows: NumberedRow[] = [];
  let entries: Entry[] = [];
  let record = 0;
  const closeRecord = (): void => {
    if (record >= fromRecord) {
      const id = `${fingerprint}-${rowsPerRecord}-${record}`;
      const data = fitting(file, rows, () => content.encode({ model, id }, rows, schema));
      entries.push({ partitionKey: model, data, rows: rows.length });
    }
    record += 1;
    rows = [];
  };
  for await (const row of openRowFile(file).rows()) {
    rows.push(row);
    if (rows.length === rowsPerRecord) closeRecord();
    if (entries.length === CHUNK_RECORDS) {
      yield entries;
      entries = [];
    }
  }
  if (rows.length > 0) closeRecord();
  if (entries.length > 0) yield entries;
}

/** Reads rows of a file, and says of one that does not fit the definition where it is. */
function fitting<Read>(file: string, rows: readonly NumberedRow[], read: () => Read): Read {
  try {
    const unreadable = rows.find(({ problem }) => problem !== undefined);
    if (unreadable !== undefined) throw new FileRowError(`line ${unreadable.line}: ${unreadable.problem}`);
    return read();
  } catch (error) {
    if (!(error instanceof FileRowError)) throw error;
    throw new CommandError(`${file}: ${error.message}. Nothing was sent`, { cause: error });
  }
}
