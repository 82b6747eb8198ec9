import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stateOfTree, treeOf } from '../../exchange/state-tree.ts';

it('any numbers are the same after JSON, to the last bit, in the arrays that they came from', () => {
  fc.assert(
    fc.property(fc.float64Array(), fc.float32Array(), fc.uint8Array(), (doubles, floats, bytes) => {
      const state = { 'a/b/doubles': doubles, 'a/floats': floats, bytes };
      expect(stateOfTree(JSON.parse(JSON.stringify(treeOf(state))), state)).toEqual(state);
    }),
  );
});

it('what stands below one name stands together', () => {
  const state = { 'a/b/c': Float64Array.of(1), 'a/b/d': Float64Array.of(2, 3), 'a/e': Uint8Array.of(4) };
  expect(treeOf(state)).toEqual({ a: { b: { c: [1], d: [2, 3] }, e: [4] } });
});

it('what a tree lacks is left out, and what nobody asks for is not looked at', () => {
  expect(stateOfTree({ a: { b: [1] }, more: 'x' }, { 'a/b': new Float64Array(1), 'a/c': new Float64Array(1) })).toEqual(
    {
      'a/b': Float64Array.of(1),
    },
  );
});

it.each<[unknown, string]>([
  ['x', 'state a: expected a list of numbers, got string'],
  [[300], 'state a, element 0: expected a number that Uint8Array holds, got 300'],
  [[1, null], 'state a, element 1: expected a number that Uint8Array holds, got null'],
  [['1'], 'state a, element 0: expected a number that Uint8Array holds, got "1"'],
])('%j is refused', (a, message) => {
  expect(() => stateOfTree({ a }, { a: new Uint8Array(1) })).toThrow(message);
});
