import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeAsked } from '../../cli/written-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-'));

it('writes what it is given', () => {
  writeAsked('--out', join(folder, 'page.html'), '<p>');
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('<p>');
});

it('names the option when the file cannot be written', () => {
  const write = () => writeAsked('--report', join(folder, 'none', 'page.html'), '<p>');
  expect(write).toThrow(/^--report: expected a file that can be written: ENOENT/);
});
