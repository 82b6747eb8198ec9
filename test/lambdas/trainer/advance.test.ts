import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lambdas/aws/gunzip.ts';
import { advance } from '../../../lambdas/trainer/advance.ts';
import { emptySnapshot, encodeSnapshot } from '../../../learning/snapshot/snapshot.ts';
import { decodeRecord } from '../../../records/decode.ts';
import { rowsOf } from '../../builders/rows.ts';
import { bytesOf, delivered, goodRecords, labelBytes, unreadable } from '../../builders/stream.ts';
import { sameBytes, World } from '../../builders/world.ts';
import { upAfter } from '../../fakes/clock.ts';

const world = new World();
const fresh = () => emptySnapshot(world.definitions.get('clicks')!);

describe('advance', () => {
  it('makes the same bytes of the same snapshot, records and time', () => {
    const records = world.read(goodRecords(20));
    const [one, other] = [1, 2].map(() => encodeSnapshot(advance('clicks', fresh(), records, 5).snapshot));
    expect(sameBytes(one, other)).toBe(true);
  });

  it('counts each record as taken, duplicate or quarantined, and moves the checkpoint over all of them', () => {
    const records = world.read(delivered([bytesOf(), unreadable, bytesOf()], { shardId: 'shard', from: 7n }));
    const { row, snapshot } = advance('clicks', fresh(), records, 5);
    expect(row).toEqual({
      model: 'clicks',
      version: 1,
      committedAtMs: 5,
      records: { taken: 1, duplicates: 1, quarantined: 1 },
      rows: 4,
      pendingRows: 4,
      segments: [],
      quality: null,
    });
    expect(snapshot.checkpoints.toJson()).toEqual([['shard', '9']]);
    expect(snapshot.lastCommit).toBe(row);
  });

  it('judges a segment as soon as its rows are there, and numbers it on', () => {
    const big = world.read(delivered([25, 4, 4, 4].map((rows, i) => bytesOf({ name: `${i}`, rows: rowsOf(rows) }))));
    const { row } = advance('clicks', fresh(), big, 5);
    expect(row.segments.map(({ segment, rows }) => [segment, rows])).toEqual([
      [1, 25],
      [2, 12],
    ]);
  });

  it('asks for the time before each record, and leaves the rest', () => {
    const { row, snapshot } = advance('clicks', fresh(), world.read(goodRecords(9)), 5, upAfter(4));
    expect(row.records.taken).toBe(4);
    expect(snapshot.checkpoints.covers('shardId-000000000000', 4n)).toBe(true);
    expect(snapshot.checkpoints.covers('shardId-000000000000', 5n)).toBe(false);
  });

  it('refuses labels that have not been given their rows', () => {
    const [source] = delivered([labelBytes(['a'], { id: 'r1' })]);
    const unjoined = { source, decoded: decodeRecord(source.data, world.definitions, gunzip) };
    expect(() => advance('clicks', fresh(), [unjoined], 5)).toThrow('record r1: Got labels without their rows.');
  });
});
