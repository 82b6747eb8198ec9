import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { type Decoded, decodeRecord } from '../../records/decode.ts';
import { encodeRecord } from '../../records/encode.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';
import { unsound } from '../builders/sound.ts';

const schema = definitionOf();
const schemas = new Map([['clicks', schema]]);
const decode = (bytes: Uint8Array) => decodeRecord(bytes, schemas, gunzip);
const text = (json: string) => new TextEncoder().encode(json);

/** That a decoder's answer keeps its promises, whatever it was given. */
function expectSound(decoded: Decoded): void {
  expect(unsound(decoded, schemas)).toBeUndefined();
}

const record = { model: 'clicks', id: 'r1', rows: rowsOf(3) };
describe('a key by the name of an object’s own machinery', () => {
  it('touches no prototype', () => {
    const shape = () => [Object.prototype, Array.prototype, Map.prototype].map((it) => Reflect.ownKeys(it).length);
    const before = shape();
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      for (const value of ['{"polluted": 1}', '[1]', 'null', '{"prototype": {"polluted": 1}}']) {
        expectSound(decode(text(`{"X": [[1, 2]], "y": [1], "${key}": ${value}}`)));
        expectSound(decode(text(`{"rows": [{"x0": 1, "x1": 2, "label": 1, "${key}": ${value}}]}`)));
        expectSound(decode(text(`{"labels": [{"id": "a", "label": 1, "${key}": ${value}}]}`)));
        expectSound(decode(text(`{"${key}": {"X": [[1, 2]], "y": [1]}}`)));
      }
    }
    expect(shape()).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('hostile records are refused quickly', () => {
  /** Far above what it takes, far below what the attack would. */
  const quickly = (bytes: Uint8Array): Decoded => {
    const start = performance.now();
    const decoded = decode(bytes);
    expect(performance.now() - start).toBeLessThan(3_000);
    expectSound(decoded);
    return decoded;
  };

  it('a gzip bomb, before it is expanded', () => {
    const layer = gzipSync(new Uint8Array(64 * 1024 * 1024), { level: 1 });
    expect(quickly(layer)).toMatchObject({ rejection: { reason: 'too-large' } });
    expect(quickly(gzipSync(layer))).toMatchObject({ rejection: { reason: 'not-utf8' } }); // one layer is undone, not two
  });

  it.each([
    ['lists', '['.repeat(5_000_000) + ']'.repeat(5_000_000)],
    ['open lists', '['.repeat(10_000_000)],
    ['objects', `${'{"X":'.repeat(2_000_000)}0${'}'.repeat(2_000_000)}`],
    ['a feature', `{"X":[[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}, 1]],"y":[1]}`],
    ['an id', `{"id":${'[{"a":'.repeat(1_000_000)}0${'}]'.repeat(1_000_000)}}`],
  ])('deep nesting of %s', (_, json) => {
    expect(quickly(text(json))).toMatchObject({ rejection: { reason: 'wrong-shape' } });
  });

  it('nesting just within the limit, and brackets inside of text, are no nesting', () => {
    const within = `{"id":${'['.repeat(99)}${']'.repeat(99)}}`;
    expect(decode(text(within))).toMatchObject({ rejection: { reason: 'bad-id' } });
    const quoted = { X: [[1, 2]], y: [1], id: `\\"${'[{'.repeat(100)}\\` };
    expect(decode(text(JSON.stringify(quoted)))).toMatchObject({ record: { id: quoted.id } });
  });

  it('as many fields and lists as the limits, and colons inside of text, are read', () => {
    const row = Object.fromEntries(Array.from({ length: 19_997 }, (_, i) => [`f${i}`, ':::'.repeat(i % 3)]));
    const rows = [
      { ...row, x0: 1, x1: 2, label: 1 },
      { x0: 1, x1: 2, label: 0, more: [] },
    ];
    expect(decode(text(JSON.stringify({ rows }))).kind).toBe('record');
    const lists = `[${'[],'.repeat(499_995)}[]]`; // and the record, its rows, a row, and itself
    expect(decode(text(`{"rows":[{"x0":1,"x1":2,"label":1,"more":${lists}}]}`)).kind).toBe('record');
    const more = `[${'[],'.repeat(499_996)}[]]`;
    expect(decode(text(`{"rows":[{"x0":1,"x1":2,"label":1,"more":${more}}]}`))).toMatchObject({
      rejection: { reason: 'too-large' },
    });
  });

  it.each([
    ['labels', `{"X":[[1,2]],"y":[${'0,'.repeat(3_000_000)}0]}`, 'wrong-shape'],
    ['rows', `{"X":[${'0,'.repeat(3_000_000)}0],"y":[${'0,'.repeat(3_000_000)}0]}`, 'too-large'],
    ['features', `{"X":[[${'0,'.repeat(3_000_000)}0]],"y":[1]}`, 'wrong-width'],
    ['digits', `{"X":[[${'9'.repeat(5_000_000)},1]],"y":[1]}`, 'not-finite'],
    ['fields', `{${Array.from({ length: 300_000 }, (_, i) => `"f${i}":0`).join()}}`, 'too-large'],
    ['fields of a row', `{"rows":[{${Array.from({ length: 300_000 }, (_, i) => `"${i}":0`).join()}}]}`, 'too-large'],
    ['objects', `{"rows":[${'{},'.repeat(5_000_000)}{}]}`, 'too-large'],
    ['lists', `{"X":[${'[],'.repeat(5_000_000)}[]],"y":[]}`, 'too-large'],
    ['letters of an id', `{"id":"${'\\u0000'.repeat(1_000_000)}"}`, 'bad-id'],
  ])('millions of %s', (_, json, reason) => {
    expect(quickly(text(json))).toMatchObject({ rejection: { reason } });
  });
});

describe('a detail is one plain line', () => {
  const odd = [
    'line\nbreak\r\n', '\u001b[31mred\u001b[0m', '\u009b31m', '\u2028\u2029', '\u202egnp.exe', '\u0000\u0007\b',
    '\ud800', 'a\udfff', '😀'.repeat(30), `${'x'.repeat(37)}😀`, `${'x'.repeat(38)}😀😀`, '"\\'.repeat(30),
  ]; // biome-ignore format: a list to read at a glance

  it.each(odd)('with %j as id, model, field, feature, label and text', (value) => {
    const long = value + 'y'.repeat(300);
    for (const body of [
      { X: [[1, 2]], y: [1], id: long },
      { X: [[1, 2]], y: [1], model: value },
      { X: [[1, 2]], y: [1], [value]: 1 },
      { X: [[value, 2]], y: [1] },
      { X: [[1, 2]], y: [value] },
      { X: value },
      value,
    ]) {
      const decoded = decode(text(JSON.stringify(body)));
      expect(decoded.kind).toBe('rejected');
      expectSound(decoded);
    }
    expectSound(decode(text(value)));
    expectSound(decode(encodeRecord({ ...record, id: long }, 'binary')));
    expectSound(decode(encodeRecord({ ...record, model: value }, 'binary')));
  });
});
