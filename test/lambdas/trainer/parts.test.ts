import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lambdas/aws/gunzip.ts';
import { readPart } from '../../../lambdas/trainer/read-part.ts';
import { settings } from '../../../lib/settings.ts';
import { definitionOf } from '../../builders/definition.ts';
import { bytesOf, delivered, labelBytes } from '../../builders/stream.ts';
import { counted, sameBytes, World } from '../../builders/world.ts';
import { neverUp, upAfter } from '../../fakes/clock.ts';
import type { PutFault } from '../../fakes/snapshot-store.ts';

const newWorld = () =>
  new World({ clicks: definitionOf(), padded: definitionOf(), wide: definitionOf({ features: 10_000 }) });

/** 16 kB on the stream, and 16 MiB after gzip, nearly all of it spaces: four fill a part. */
const large = Array.from({ length: 5 }, (_, i) => {
  const padded = Buffer.alloc(16 * 1024 * 1024, ' ');
  padded.set(bytesOf({ model: 'padded', name: `large/${i}`, encoding: 'json' }));
  return gzipSync(padded, { level: 1 });
});
const small = bytesOf({ name: 'small' });
const batch = delivered([small, ...large, small, new TextEncoder().encode('{')]);

describe('a batch that holds more than the trainer decodes at once', () => {
  it('is taken in parts, each with its own commit: the bytes are those of a plain loop over the parts', async () => {
    const world = newWorld();
    await world.newTrainer().train(batch, neverUp);
    expect(world.ledger.rows('padded').map(({ records }) => records.taken)).toEqual([4, 1]);
    const parts = [batch.slice(1, 5), batch.slice(5, 6)];
    const times = parts.map(() => world.clock.nowMs());
    expect(sameBytes(world.bytes('padded'), world.plainLoop(parts, times, 'padded'))).toBe(true);
    world.expectExactlyOnce(batch, 'padded');
    world.expectExactlyOnce(batch);
    expect(counted(world)).toMatchObject({ taken: 1, duplicates: 1, quarantined: 1 });
  });

  it('of which time runs out between parts has its first part committed; the next calls finish', async () => {
    const world = newWorld();
    await expect(world.newTrainer().train(batch, upAfter(5))).rejects.toThrow(
      'time ran out: 3 records left, from shardId-000000000000 6; they come again',
    );
    expect(counted(world, 'padded').taken).toBe(4);
    const trainer = world.newTrainer();
    await expect(trainer.train(batch, upAfter(2))).rejects.toThrow('model clicks: time ran out: 2 records left');
    await trainer.train(batch, neverUp);
    world.expectExactlyOnce(batch, 'padded');
    world.expectExactlyOnce(batch);
  });

  it.each<[PutFault, number]>([
    ['throws after', 2],
    ['unknown, applied after the next write', 3],
  ])('is in exactly once, whatever became of a part’s write: %s, write %d', async (fault, nth) => {
    const world = newWorld();
    world.store.onPut(nth, fault);
    await world
      .newTrainer()
      .train(batch, neverUp)
      .catch(() => {});
    await world.newTrainer().train(batch, neverUp);
    world.expectExactlyOnce(batch, 'padded');
    world.expectExactlyOnce(batch);
  });
});

describe('a part', () => {
  const { definitions } = newWorld();
  const part = (data: readonly Uint8Array[], from = 0) => readPart(delivered(data), from, definitions, gunzip);

  it('is a batch of common size', () => {
    expect(part(Array(500).fill(small))).toHaveLength(500);
    expect(part(Array(500).fill(small), 499)).toHaveLength(1);
  });

  it('has one record at least, also one that is more than a part may hold', () => {
    const huge = gzipSync(
      `{"model":"wide","X":[${`[${'0,'.repeat(9_999)}0],`.repeat(838).slice(0, -1)}],"y":[${'0,'.repeat(837)}0]}`,
    );
    const read = part([huge, huge, huge], 1);
    expect(read).toMatchObject([{ source: { sequenceNumber: 2n }, decoded: { record: { rows: { count: 838 } } } }]);
  });

  it('counts the rows that labels bring', () => {
    const labels = labelBytes(
      Array.from({ length: 800 }, (_, i) => `${i}`),
      { model: 'wide' },
    ); // 64 MB of rows
    expect(part([labels, labels, labels])).toHaveLength(2);
  });

  it('counts what refused records took too: bombs beyond the limit of a record, and others that are no record', () => {
    const beyond = gzipSync(new Uint8Array(16 * 1024 * 1024 + 1));
    const within = gzipSync(new Uint8Array(16 * 1024 * 1024).fill(0x20));
    for (const bomb of [beyond, within]) expect(part(Array(10).fill(bomb))).toHaveLength(4);
  });
});

describe('a batch of gzip bombs', () => {
  it('takes a fraction of the memory of the smallest trainer, and every record is decided', () => {
    const output = execFileSync(process.execPath, [path.join(import.meta.dirname, 'batch-of-bombs.ts'), '24']);
    const { peakMiB, decided, commits } = JSON.parse(output.toString());
    expect({ decided, commits }).toEqual({ decided: 24, commits: 12 });
    expect(peakMiB).toBeLessThan(Math.min(...Object.values(settings).map(({ trainer }) => trainer.memoryMiB)) * 0.6);
  });
});
