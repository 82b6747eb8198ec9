import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import type { LedgerRow } from '../learning/snapshot/ledger-row.ts';
import { commitLines } from './commit-lines.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState } from './deployment.ts';
import { followCommits } from './follow-commits.ts';
import { interruptible } from './interruptible.ts';

export interface TailOptions {
  /** Left out: all models. */
  readonly model?: string;
  /** How long ago to begin, in milliseconds; left out: now, or an hour where it does not follow. */
  readonly since?: number;
  readonly follow: boolean;
  readonly stage: string;
  readonly json: boolean;
}

const LOOK_EVERY_MS = 1_000;
const HOUR_MS = 3_600_000;

/** `sluice tail`: what becomes of each segment, as it is committed; with `--json` what there is, and no more. */
export async function tailCommand({ model, since, follow, stage, json }: TailOptions): Promise<void> {
  const follows = follow && !json;
  const definitions = await definitionsInForce(stage);
  if (model !== undefined) definitionOf(model, definitions);
  const ledger = new DynamoLedger((await findState(stage)).ledger);
  const models = model === undefined ? [...definitions.keys()] : [model];
  const sinceMs = Date.now() - (since ?? (follows ? 0 : HOUR_MS));
  const after = new Map(
    await Promise.all(models.map(async (name) => [name, await ledger.versionAt(name, sinceMs)] as const)),
  );
  const write = (row: LedgerRow): unknown =>
    process.stdout.write(
      commitLines(row)
        .map((line) => `${line}\n`)
        .join(''),
    );
  if (!follows) {
    const rows: LedgerRow[] = [];
    for await (const row of followCommits(after, ledger, async () => false)) rows.push(row);
    if (json) process.stdout.write(`${JSON.stringify({ stage, models, commits: rows })}\n`);
    else rows.forEach(write);
    return;
  }
  await interruptible(
    async () => {},
    async (signal) => {
      process.stderr.write(`following ${models.join(', ')} of stage ${stage}; Ctrl-C ends it\n`);
      const pause = () => sleep(LOOK_EVERY_MS, true, { signal }).catch(() => false); // Ctrl-C is how it ends well
      for await (const row of followCommits(after, ledger, pause)) write(row);
    },
  );
}
