import { expect, it } from 'vitest';
import { LiveFeed } from '../../../cli/live/live-feed.ts';
import { type LagSource, watchLag } from '../../../cli/live/watch-lag.ts';
import { type ShardLag, type Taken, takenBy } from '../../../cli/shard-lag.ts';
import { Checkpoints } from '../../../learning/snapshot/checkpoints.ts';
import { ledgerRowOf } from '../../builders/ledger-row.ts';
import { PredictorWorld } from '../../builders/predictor-world.ts';

/** Looks once for each answer, and says what pages are told after it. */
async function toldAfter(answers: readonly (readonly ShardLag[] | Error)[], world = new PredictorWorld()) {
  const feed = new LiveFeed(() => 0);
  const told: unknown[] = [];
  const taken: string[] = [];
  const stopped = new AbortController();
  let looks = 0;
  const source: LagSource = {
    definitions: world.definitions,
    snapshots: world.store,
    async waitingOn(all: readonly Taken[]) {
      if (looks > 0) told.push(JSON.parse(feed.state().data).waitingMs);
      if (looks === answers.length) stopped.abort();
      taken.push(JSON.stringify(all.map(({ checkpoints }) => checkpoints.toJson())));
      const answer = answers[Math.min(looks, answers.length - 1)];
      looks += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  await watchLag(source, feed, 0, stopped.signal);
  return { told, taken };
}

it('pages are told how long the oldest record has waited, on whatever shard', async () => {
  const shards = [
    { shardId: 'a', waitingMs: 300 },
    { shardId: 'b', waitingMs: undefined },
    { shardId: 'c', waitingMs: 7_000 },
  ];
  expect((await toldAfter([shards])).told).toEqual([7_000]);
});

it('pages are told that nothing waits, and nothing at all while the stream cannot be read', async () => {
  const empty = [{ shardId: 'a', waitingMs: undefined }];
  expect((await toldAfter([empty, new Error('denied'), empty])).told).toEqual([null, undefined, null]);
});

it('what is taken is what the checkpoints of all snapshots say, read again only where one has changed', async () => {
  const world = new PredictorWorld();
  await world.learn();
  const gets = world.store.gets;
  const { taken } = await toldAfter([[], [], []], world);
  expect(taken[0]).toBe('[[["shard-0","1"]]]');
  expect(new Set(taken).size).toBe(1);
  expect(world.store.gets - gets).toBe(taken.length); // each a look under the ETag
});

it('a model that was started from nothing has forgotten what it had taken before; one that goes on has not', () => {
  const lastCommit = ledgerRowOf({ committedAtMs: 5_000 });
  const none = new Checkpoints();
  expect(takenBy({ checkpoints: none, lastCommit })).toEqual({ checkpoints: none, startedAtMs: 5_000 });
  const some = Checkpoints.fromJson([['a', '7']]);
  expect(takenBy({ checkpoints: some, lastCommit })).toEqual({ checkpoints: some, startedAtMs: undefined });
});
