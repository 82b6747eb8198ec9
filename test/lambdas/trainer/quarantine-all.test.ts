import { describe, expect, it } from 'vitest';
import { quarantineAll } from '../../../lambdas/trainer/quarantine-all.ts';
import { bytesOf, delivered, unreadable } from '../../builders/stream.ts';
import { World } from '../../builders/world.ts';
import { FakeQuarantine } from '../../fakes/quarantine.ts';

const read = (data: readonly Uint8Array[]) => new World().read(delivered(data));

describe('quarantineAll', () => {
  it('writes the unreadable records only', async () => {
    const quarantine = new FakeQuarantine();
    const records = read([bytesOf(), unreadable, bytesOf(), unreadable]);
    expect(await quarantineAll(quarantine, records)).toEqual({ safe: 4, failure: undefined });
    expect([...quarantine.objects.keys()]).toEqual(['shardId-000000000000/2', 'shardId-000000000000/4']);
  });

  it('writes sixteen at once, and no more', async () => {
    const quarantine = new FakeQuarantine();
    await quarantineAll(quarantine, read(Array(50).fill(unreadable)));
    expect(quarantine.objects.size).toBe(50);
    expect(quarantine.concurrentMax).toBe(16);
  });

  it('says that the records before the first failure are safe, and starts no further writes', async () => {
    const quarantine = new FakeQuarantine().onPut(3).onPut(5);
    const records = read([bytesOf(), ...Array(40).fill(unreadable)]);
    expect(await quarantineAll(quarantine, records)).toEqual({
      safe: 3,
      failure: { cause: new Error('503: quarantine') },
    });
    expect(quarantine.puts).toBe(16);
  });
});
