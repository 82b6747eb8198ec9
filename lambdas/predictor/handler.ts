import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { models } from '../../sluice.config.ts';
import { DynamoRememberedRows } from '../aws/dynamo-remembered-rows.ts';
import { readNumber, readVariables } from '../aws/environment.ts';
import { PowertoolsTelemetry } from '../aws/powertools-telemetry.ts';
import { S3PinnedSnapshots } from '../aws/s3-pinned-snapshots.ts';
import { S3SnapshotReader } from '../aws/s3-snapshot-reader.ts';
import { systemClock } from '../aws/system-clock.ts';
import { systemRandom } from '../aws/system-random.ts';
import { definitionsOf } from '../definitions.ts';
import { requestOf, resultOf } from './function-url.ts';
import { createPredictor } from './predictor.ts';

const { modelBucket, rowTable, metricNamespace, overrides } = readVariables(
  'modelBucket',
  'rowTable',
  'metricNamespace',
  'overrides',
);
const telemetry = new PowertoolsTelemetry('predictor', metricNamespace);
const predictor = createPredictor(definitionsOf(models, JSON.parse(overrides)), {
  snapshots: new S3SnapshotReader(modelBucket),
  pinned: new S3PinnedSnapshots(modelBucket),
  memory: new DynamoRememberedRows(rowTable),
  clock: systemClock,
  lookAgainMs: readNumber('lookAgainMs'),
  randomBytes: systemRandom,
});

/** Called by the function URL. */
export async function handler(event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  const startedAt = performance.now();
  const answer = await predictor.answer(requestOf(event));
  const result = resultOf(answer);
  if (answer.failure !== undefined) telemetry.failure(answer.failure);
  if (answer.asked !== undefined) {
    const latencyMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
    telemetry.answered({ ...answer.asked, status: answer.status, latencyMs });
  }
  return result;
}
