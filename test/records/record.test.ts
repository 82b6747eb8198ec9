import { expect, it } from 'vitest';
import { shown } from '../../records/record.ts';

it.each([
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [-0, '0'],
  [undefined, 'undefined'],
  [null, 'null'],
  [false, 'false'],
  ['abc', '"abc"'],
  ['a\nb\u001b[31m', String.raw`"a\nb\u001b[31m"`],
  ['a\u0085b\u2028\u202ec', '"a?b??c"'],
  ['x'.repeat(38), `"${'x'.repeat(38)}"`],
  ['x'.repeat(39), `"${'x'.repeat(38)}…`],
  ['x'.repeat(1_000_000), `"${'x'.repeat(38)}…`],
  [`${'x'.repeat(37)}😀`, `"${'x'.repeat(37)}\ufffd…`],
  [[1, [2]], 'a list of 2'],
  [{ toJSON: 'x' }, 'an object'],
])('a message shows %j short and on one line', (value, expected) => {
  expect(shown(value)).toBe(expected);
});
