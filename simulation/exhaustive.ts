import { type Choice, type FaultPlace, listed } from './choices.ts';
import { productionCode } from './code.ts';
import { ourRules } from './rules.ts';
import { runSchedule } from './schedule.ts';
import { scriptNames } from './scripts.ts';
import type { Violation } from './seeds.ts';
import type { Setting } from './world.ts';

/** Small worlds in which every fault is tried: a few records for two models, one of which cannot be read; an operator. */
const smallWorlds: readonly Pick<Setting, 'records' | 'shards' | 'script'>[] = [
  { records: 6, shards: 1 },
  { records: 4, shards: 2 },
  ...scriptNames.map((script) => ({ records: 8, shards: 1, script })),
];

export interface ExhaustiveResult {
  /** Schedules run: without a fault, with each, with each pair. */
  readonly cases: number;
  readonly violation: Omit<Violation, 'seed' | 'command'> | undefined;
}

/**
 * Every fault at every place where one can happen, singly; and, of those that happen to calls of ports, in pairs: each
 * at every await point that comes after the first in the schedule that the first one leads to. Where an operator is at
 * work, the pairs are of faults that happen to him.
 */
export async function tryEveryFault(progress?: (cases: number) => void): Promise<ExhaustiveResult> {
  let cases = 0;
  for (const world of smallWorlds) {
    const run = async (faults: ReadonlyMap<number, number>) => {
      cases += 1;
      progress?.(cases);
      const values = Array.from({ length: Math.max(-1, ...faults.keys()) + 1 }, (_, i) => faults.get(i));
      const setting = { ...world, code: productionCode, rules: ourRules, source: listed(values) };
      const outcome = await runSchedule(setting);
      if (outcome.journal.violation === undefined) return { choices: outcome.choices, violation: undefined };
      const { journal } = await runSchedule({ ...setting, traced: true });
      return { choices: outcome.choices, violation: { broken: outcome.journal.violation, trace: journal.trace } };
    };
    const plain = await run(new Map());
    if (plain.violation !== undefined) return { cases, violation: plain.violation };
    const paired = world.script === undefined ? 'call' : 'operation';
    for (const [at, fault] of faultsIn(plain.choices, ['call', 'operation', 'delivery', 'disturbance'])) {
      const single = await run(new Map([[at, fault]]));
      if (single.violation !== undefined) return { cases, violation: single.violation };
      if (plain.choices[at].about !== paired) continue;
      for (const [then, second] of faultsIn(single.choices, [paired], at + 1)) {
        const { violation } = await run(
          new Map([
            [at, fault],
            [then, second],
          ]),
        );
        if (violation !== undefined) return { cases, violation };
      }
    }
  }
  return { cases, violation: undefined };
}

/** Each fault that could happen in a schedule, by the number of its choice. */
function* faultsIn(choices: readonly Choice[], places: readonly FaultPlace[], from = 0): Generator<[number, number]> {
  for (let at = from; at < choices.length; at++) {
    const { about, options } = choices[at];
    if (!(places as readonly string[]).includes(about)) continue;
    for (let fault = 1; fault < options; fault++) yield [at, fault];
  }
}
