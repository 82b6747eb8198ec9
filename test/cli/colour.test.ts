import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** What is written, in an environment that says something of colours; its standard output is no terminal. */
function written(env: Readonly<Record<string, string>>): string {
  const code = `import { coloured } from './cli/colour.ts'; process.stdout.write(coloured('bad', 'rejected'));`;
  const { PATH } = process.env;
  const options = { env: { PATH, ...env }, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], options).stdout;
}

it('there is no colour where standard output is no terminal, and none where NO_COLOR is set', () => {
  expect(written({})).toBe('rejected');
  expect(written({ NO_COLOR: '1' })).toBe('rejected');
});

it('there is one where FORCE_COLOR is set', () => {
  expect(written({ FORCE_COLOR: '1' })).toBe('\u001b[31mrejected\u001b[39m');
});
