import { Caller } from './caller.ts';
import { redriving, resetting, restoring, rollingBack } from './operator.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;

/** What an operator does in a small world of the exhaustive tier, when a model has a commit, and why. */
const scripts = {
  /** The records that are left grow too old to be delivered. */
  redrive: (world, isBegun) => [
    once(world, isBegun, () => {
      world.wire.nowMs += 6.5 * DAY_MS;
    }),
    redriving(world, undefined, () => !world.failed.isEmpty),
  ],
  /** The snapshot is deleted. */
  restore: (world, isBegun) => [
    once(world, isBegun, () => {
      if (!world.store.damaged.has('clicks')) world.store.damage('clicks', 'deleted');
    }),
    restoring(world, 'clicks', { mayBegin: () => world.store.damaged.has('clicks') }),
  ],
  rollback: (world) => [rollingBack(world, 'clicks', 1, { mayBegin: () => world.ledger.lastVersion('clicks') > 1 })],
  reset: (world, isBegun) => [resetting(world, 'clicks', { mayBegin: isBegun })],
} satisfies Readonly<Record<string, (world: World, isBegun: () => boolean) => Caller[]>>;

export type Script = keyof typeof scripts;
export const scriptNames = Object.keys(scripts) as readonly Script[];

export function scripted(world: World, script: Script): Caller[] {
  return scripts[script](world, () => world.ledger.lastVersion('clicks') > 0);
}

function once(world: World, mayBegin: () => boolean, happen: () => void): Caller {
  const work = async () => {
    happen();
    return { complete: true };
  };
  return new Caller(world, 'somebody', work, mayBegin);
}
