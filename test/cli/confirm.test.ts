import { expect, it } from 'vitest';
import { confirm } from '../../cli/confirm.ts';
import { UsageError } from '../../cli/errors.ts';
import { exitStatusOf } from '../../cli/program.ts';

it('a question where nobody can answer is a wrong call, and says what was expected', async () => {
  const refused = await confirm('Really?', false).catch((error) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(refused.message).toBe('Really? Nobody can answer here: expected --yes, got no terminal. Nothing was done');
  expect(exitStatusOf(refused)).toBe(2);
});

it('a question is answered beforehand with --yes', async () => {
  expect(await confirm('Really?', true)).toBe(true);
});
