import { expect, it } from 'vitest';
import { seeded } from '../../simulation/choices.ts';
import { productionCode } from '../../simulation/code.ts';
import { ourRules } from '../../simulation/rules.ts';
import { runSchedule } from '../../simulation/schedule.ts';
import { shrink } from '../../simulation/shrink.ts';

it('shrinks a schedule to the few choices that break the promise, and tells it in words', {
  timeout: 120_000,
}, async () => {
  const code = {
    ...productionCode,
    createTrainer: (...[definitions, ports]: Parameters<typeof productionCode.createTrainer>) =>
      productionCode.createTrainer(definitions, { ...ports, ledger: { ...ports.ledger, put: async () => {} } }),
  };
  const setting = { code, rules: ourRules };
  const { choices, journal } = await runSchedule({ ...setting, source: seeded(3) });
  expect(journal.violation).toContain('the ledger of');
  const shrunk = await shrink(
    setting,
    choices.map(({ value }) => value),
  );
  expect(shrunk.choices.filter(({ value }) => value !== 0).length).toBeLessThanOrEqual(2);
  expect(shrunk.journal.trace.at(-1)).toMatch(/^BROKEN: the ledger of/);
});
