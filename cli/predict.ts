import { S3PinnedSnapshots } from '../lambdas/aws/s3-pinned-snapshots.ts';
import { S3SnapshotReader } from '../lambdas/aws/s3-snapshot-reader.ts';
import { predict } from '../lambdas/predictor/predict.ts';
import { servedSnapshot } from '../lambdas/predictor/served-snapshot.ts';
import type { Definition } from '../learning/definition.ts';
import { SnapshotError } from '../learning/snapshot/sections.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import { FileRowError, featuresFromFile } from '../records/table-rows.ts';
import { counted } from '../report/numbers.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState } from './deployment.ts';
import { CommandError, UsageError } from './errors.ts';
import { type NumberedRow, openRowFile } from './file-rows.ts';
import { openPredictionFile, type PredictionFile, standardOutput } from './prediction-file.ts';
import { Progress } from './progress.ts';

export interface PredictOptions {
  readonly out?: string;
  readonly stage: string;
  readonly json: boolean;
}

/** What `sluice predict --json` prints. */
export interface PredictResult {
  readonly file: string;
  readonly model: string;
  readonly version: number;
  readonly threshold: number;
  readonly rows: number;
  /** Rows from the threshold on. */
  readonly positives: number;
  readonly out: string | null;
}

/** Rows that are read before they are predicted. */
const CHUNK_ROWS = 1_000;

/**
 * `sluice predict NAME FILE`: what the model of a stage says of each row of a file, in the file's order, by the snapshot that
 * is served when the command starts and by the code that the predictor runs.
 *
 * A file that is written is there when all of it is; a bad row leaves none.
 */
export async function predictCommand(model: string, file: string, options: PredictOptions): Promise<void> {
  const { out, stage, json } = options;
  if (json && out === undefined) {
    throw new UsageError('--json: expected --out too, because standard output then has the summary only, got none');
  }
  const written = out === undefined ? standardOutput() : openPredictionFile(out);
  const rowFile = openRowFile(file);
  const state = await findState(stage);
  const definition = definitionOf(model, await definitionsInForce(stage), 'NAME');
  const snapshot = await servedNow(model, definition, state.modelBucket);
  const progress = new Progress();
  const counts = { rows: 0, positives: 0 };
  try {
    for await (const chunk of chunksOf(rowFile.rows())) {
      counts.positives += await predictChunk(file, chunk, snapshot, written);
      counts.rows += chunk.length;
      progress.update(`  ${counts.rows} rows predicted, ${Math.round(100 * rowFile.share())} % of the file`);
    }
    if (counts.rows === 0) throw new CommandError(`${file}: expected at least one row, found none`);
    await written.keep();
  } catch (error) {
    await written.drop();
    throw error;
  }
  const { version, model: learned } = snapshot;
  const result: PredictResult = { file, model, version, threshold: learned.threshold, ...counts, out: out ?? null };
  const line = `${counted(counts.rows, 'row')} predicted by model ${model}, version ${version}: ${counts.positives} positive`;
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else progress.say(line);
}

async function servedNow(model: string, definition: Definition, bucket: string): Promise<Snapshot> {
  const look = await new S3SnapshotReader(bucket).look(model, undefined);
  if (look.kind !== 'read') {
    throw new CommandError(`model ${model} has not committed yet: it has learned nothing so far`);
  }
  try {
    return (await servedSnapshot(model, look.stored.bytes, definition, new S3PinnedSnapshots(bucket))).snapshot;
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

/** @returns how many of the rows are positive */
async function predictChunk(
  file: string,
  chunk: readonly NumberedRow[],
  { model }: Snapshot,
  written: PredictionFile,
): Promise<number> {
  const { predictions } = predict(model, readRows(file, chunk, model.definition), false);
  await written.write(predictions);
  return predictions.reduce((sum, { label }) => sum + label, 0);
}

function readRows(file: string, chunk: readonly NumberedRow[], definition: Definition) {
  try {
    const unreadable = chunk.find(({ problem }) => problem !== undefined);
    if (unreadable !== undefined) throw new FileRowError(`line ${unreadable.line}: ${unreadable.problem}`);
    return featuresFromFile(chunk, definition);
  } catch (error) {
    if (!(error instanceof FileRowError)) throw error;
    throw new CommandError(`${file}: ${error.message}`, { cause: error });
  }
}

async function* chunksOf(rows: AsyncIterable<NumberedRow>): AsyncGenerator<NumberedRow[]> {
  let chunk: NumberedRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
