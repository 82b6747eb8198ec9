import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ageInWords } from '../../cli/age.ts';
import { factLines, indented, textTable } from '../../cli/text-table.ts';

it('a table stands in columns, numbers on the right, and its last column goes on below itself', () => {
  const columns = [{ heading: 'NAME' }, { heading: 'ROWS', align: 'right' } as const, { heading: 'WHAT' }];
  const long = `it ${'goes on and '.repeat(6)}on`;
  expect(
    textTable(columns, [
      ['a', '1,000', 'short'],
      ['longer', '2', long],
    ]),
  ).toEqual([
    'NAME     ROWS  WHAT',
    'a       1,000  short',
    'longer      2  it goes on and goes on and goes on and goes on and goes on and',
    '               goes on and on',
  ]);
});

it('facts have no headings, and notes stand below', () => {
  expect(
    factLines([
      ['served', 'this version'],
      ['gate', 'none'],
    ]),
  ).toEqual(['served  this version', 'gate    none']);
  expect(indented('a note', 2)).toEqual(['  a note']);
});

it('no line is longer than 80 characters, as long as names and words are not', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 20 });
  const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(word, text, (name, sentence) => {
      const lines = textTable([{ heading: 'NAME' }, { heading: 'N' }, { heading: 'WHAT' }], [[name, '17', sentence]]);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
      expect(lines.slice(1).join(' ').split(/ +/).join(' ')).toBe(`${name} 17 ${sentence}`);
    }),
  );
});

it.each([
  [0, '0 s'],
  [119_000, '119 s'],
  [121_000, '2 min'],
  [3 * 3_600_000, '3 h'],
  [72 * 3_600_000, '3 d'],
  [-5, '0 s'],
])('%i ms are %s ago', (ms, words) => {
  expect(ageInWords(ms)).toBe(words);
});
