import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { S3SnapshotReader } from '../lambdas/aws/s3-snapshot-reader.ts';
import type { Definition } from '../learning/definition.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState, type State } from './deployment.ts';
import { readEnvironment } from './environment.ts';
import { interruptible, untilAborted } from './interruptible.ts';
import { LiveFeed } from './live/live-feed.ts';
import { type LiveServer, serveLive } from './live/live-server.ts';
import { pageCode } from './live/page-code.ts';
import { type LagSource, watchLag } from './live/watch-lag.ts';
import { watchLedger } from './live/watch-ledger.ts';
import { waitingOn } from './shard-lag.ts';
import { versionsUsed } from './versions.ts';

export interface WatchOptions {
  readonly model: string;
  readonly stage: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly json: boolean;
}

const LOOK_EVERY_MS = 1_000;
/** A shard can be read five times a second, and its trainer does so once. */
const LAG_EVERY_MS = 5_000;

/** `sluice watch`: a page on this machine that grows with a model's ledger, wherever that is. Ctrl-C ends it. */
export async function watch({ model, stage, port, json }: WatchOptions): Promise<void> {
  const definitions = await definitionsInForce(stage);
  const definition = definitionOf(model, definitions);
  const state = await findState(stage);
  const ledger = new DynamoLedger(state.ledger);
  const { endpoint, region } = readEnvironment();
  const rows = await ledger.rowsAfter(model, 0);
  const feed = new LiveFeed();
  feed.restart(rows);
  const facts = {
    model,
    definition,
    truth: [],
    endpoint: endpoint ?? `AWS ${region}`,
    versions: versionsUsed(),
    madeAtMs: Date.now(),
  };
  let server: LiveServer | undefined;
  const cleanUp = async (): Promise<void> => {
    feed.tell({ kind: 'ended', message: 'sluice watch was stopped.' });
    await server?.close();
  };
  await interruptible(cleanUp, async (signal) => {
    server = await serveLive(feed, facts, await pageCode(), port);
    process.stdout.write(
      json ? `${JSON.stringify({ model, stage, address: server.address })}\n` : `${server.address}\n`,
    );
    if (!json) process.stderr.write(`model ${model} of stage ${stage}, live; Ctrl-C ends it\n`);
    const after = rows.at(-1)?.version ?? 0;
    void watchLedger(ledger, feed, { model, after, everyMs: LOOK_EVERY_MS, signal });
    void watchLag(lagSourceOf(state, definitions), feed, LAG_EVERY_MS, signal);
    await untilAborted(signal);
  });
}

function lagSourceOf(state: State, definitions: ReadonlyMap<string, Definition>): LagSource {
  return {
    definitions,
    snapshots: new S3SnapshotReader(state.modelBucket),
    waitingOn: (taken, nowMs) => waitingOn(state.stream, taken, nowMs),
  };
}
