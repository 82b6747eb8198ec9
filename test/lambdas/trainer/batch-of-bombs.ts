/*
 * Trains on a batch of gzip bombs in a process of its own, and prints what that took.
 *
 *   node test/lambdas/trainer/batch-of-bombs.ts [records]
 *
 * Each record is 16 kB on the stream, 16 MiB after gzip and 32 MiB as numbers: 270 of them are as many as Lambda hands
 * over at once. All have the id of the first, so that the time goes into reading them.
 */
import { gzipSync } from 'node:zlib';
import { encodeBinary } from '../../../records/binary.ts';
import { definitionOf } from '../../builders/definition.ts';
import { delivered } from '../../builders/stream.ts';
import { World } from '../../builders/world.ts';
import { neverUp } from '../../fakes/clock.ts';

const records = Number(process.argv[2] ?? 270);
const width = 41;
const count = 100_000;
const bomb = gzipSync(
  encodeBinary({
    model: 'clicks',
    id: 'bomb',
    rows: { count, width, X: new Float64Array(count * width), y: new Uint8Array(count) },
  }),
);
const world = new World({ clicks: definitionOf({ features: width }) });
const beforeMiB = process.memoryUsage().rss / 2 ** 20;
const start = performance.now();
await world.newTrainer().train(delivered(Array(records).fill(bomb)), neverUp);
const commits = world.ledger.rows('clicks');
console.log(
  JSON.stringify({
    records,
    bytes: records * bomb.length,
    commits: commits.length,
    decided: commits.reduce((sum, row) => sum + row.records.taken + row.records.duplicates, 0),
    beforeMiB: Math.round(beforeMiB),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    seconds: Math.round(performance.now() - start) / 1_000,
  }),
);
