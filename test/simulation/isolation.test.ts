import { expect, it } from 'vitest';
import { isolated } from '../../simulation/isolation.ts';

it('lets nobody touch the real clock, chance or timers, and tells of it even where the error is caught', async () => {
  const { touched } = await isolated(async () => {
    for (const touch of [() => Date.now(), () => new Date(), () => Math.random(), () => setTimeout(() => {}, 1)]) {
      try {
        touch();
      } catch {
        // as a careless piece of code might
      }
    }
    return new Date(0).getTime();
  });
  expect(touched).toEqual(['Date.now', 'new Date()', 'Math.random', 'setTimeout']);
});

it('puts everything back', async () => {
  const before = [Date.now, Date, Math.random, setTimeout, fetch, performance.now];
  await expect(isolated(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect([Date.now, Date, Math.random, setTimeout, fetch, performance.now]).toEqual(before);
});
