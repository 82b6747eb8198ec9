import { expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';

it('allots zeros that no other array of the workspace shares, at addresses that are multiples of 16', () => {
  const { allot } = createWorkspace(20);
  const arrays = [3, 1, 4, 0, 5].map((length) => allot(length));
  for (const [k, array] of arrays.entries()) {
    expect(array.byteOffset % 16).toBe(0);
    expect(array.every((x) => x === 0)).toBe(true);
    array.fill(k + 1);
  }
  for (const [k, array] of arrays.entries()) expect(array.every((x) => x === k + 1)).toBe(true);
});

it('keeps the workspaces of two learners apart', () => {
  const [one, other] = [createWorkspace(4).allot(4), createWorkspace(4).allot(4)];
  one.fill(1);
  expect(Array.from(other)).toEqual([0, 0, 0, 0]);
});

it('allots no more than it has', () => {
  expect(() => createWorkspace(10).allot(8_193)).toThrow(RangeError); // a page holds 8,192
});
