import { expect, it } from 'vitest';
import { bytes, message, text, whole } from '../../exchange/onnx/protobuf.ts';

/* Examples of https://protobuf.dev/programming-guides/encoding */

it('a whole number is seven bits a byte, the lowest first', () => {
  expect([...whole(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...whole(1, 0)]).toEqual([0x08, 0x00]);
  expect([...whole(20, 2 ** 40)]).toEqual([0xa0, 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
});

it('text, bytes and messages have their length before them', () => {
  expect([...text(2, 'testing')]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect([...message(3, [whole(1, 150)])]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...bytes(1, new Uint8Array(300)).subarray(0, 3)]).toEqual([0x0a, 0xac, 0x02]);
});

it.each([-1, 0.5, 2 ** 53])('%d is refused: it is no whole number that is exact', (value) => {
  expect(() => whole(1, value)).toThrow(`expected a whole number from 0, got ${value}`);
});
