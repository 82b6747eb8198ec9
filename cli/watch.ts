import { DynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { definitionOf, definitionsInForce } from './deployed-definitions.ts';
import { findState } from './deployment.ts';
import { readEnvironment } from './environment.ts';
import { interruptible, untilAborted } from './interruptible.ts';
import { LiveFeed } from './live/live-feed.ts';
import { type LiveServer, serveLive } from './live/live-server.ts';
import { pageCode } from './live/page-code.ts';
import { watchLedger } from './live/watch-ledger.ts';
import { versionsUsed } from './versions.ts';

export interface WatchOptions {
  readonly model: string;
  readonly stage: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly json: boolean;
}

const LOOK_EVERY_MS = 1_000;

/** `sluice watch`: a page on this machine that grows with a model's ledger, wherever that is. Ctrl-C ends it. */
export async function watch({ model, stage, port, json }: WatchOptions): Promise<void> {
  const definition = definitionOf(model, await definitionsInForce(stage));
  const ledger = new DynamoLedger((await findState(stage)).ledger);
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
    await untilAborted(signal);
  });
}
