import { describe, expect, it } from 'vitest';
import { Checkpoints } from '../../../learning/snapshot/checkpoints.ts';

describe('checkpoints', () => {
  it('of two are the further of both', () => {
    const from = (entries: [string, string][]) => Checkpoints.fromJson(entries);
    const joined = Checkpoints.joined(
      from([
        ['a', '9'],
        ['b', '7'],
        ['c', '10'],
      ]),
      from([
        ['b', '3'],
        ['a', '10'],
      ]),
    );
    expect(joined.toJson()).toEqual([
      ['c', '10'],
      ['b', '7'],
      ['a', '10'],
    ]);
  });

  it('cover what is at or before the last of a shard, and nothing of a shard they do not know', () => {
    const checkpoints = new Checkpoints();
    checkpoints.advance('a', 10n);
    expect([9n, 10n, 11n].map((number) => checkpoints.covers('a', number))).toEqual([true, true, false]);
    expect(checkpoints.covers('b', 1n)).toBe(false);
  });

  it('are the same after a round trip, in order and with every digit', () => {
    const checkpoints = new Checkpoints();
    checkpoints.advance('b', 10n ** 128n + 1n);
    checkpoints.advance('a', 10n ** 55n + 7n);
    const read = Checkpoints.fromJson(JSON.parse(JSON.stringify(checkpoints.toJson())));
    expect(read.toJson()).toEqual(checkpoints.toJson());
    expect(read.covers('b', 10n ** 128n + 1n)).toBe(true);
    expect(read.covers('b', 10n ** 128n + 2n)).toBe(false);
  });

  it('forget the longest-silent shard beyond a thousand', () => {
    const checkpoints = new Checkpoints();
    for (let i = 0; i < 1_000; i++) checkpoints.advance(`shard ${i}`, 5n);
    checkpoints.advance('shard 0', 6n);
    checkpoints.advance('one more', 5n);
    expect(checkpoints.toJson()).toHaveLength(1_000);
    expect(checkpoints.covers('shard 0', 6n)).toBe(true);
    expect(checkpoints.covers('shard 1', 5n)).toBe(false);
  });
});
