import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { type Random, seededRandom } from '../../learning/random.ts';
import { type Decoded, decodeRecord } from '../../records/decode.ts';
import { encodeRecord } from '../../records/encode.ts';
import { encodeNamedJson } from '../../records/json.ts';
import { quarantineReasons, type Rejection, type TrainingRecord } from '../../records/record.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';

const schema = definitionOf();
const schemas = new Map([['clicks', schema]]);
const decode = (bytes: Uint8Array) => decodeRecord(bytes, schemas, gunzip);
const text = (json: string) => new TextEncoder().encode(json);

/** That a decoder's answer keeps its promises, whatever it was given. */
function expectSound(decoded: Decoded): void {
  const sound = decoded.kind === 'record' ? isSound(decoded.record) : isOneLine(decoded.rejection);
  if (!sound) expect.fail(JSON.stringify(decoded)); // not `expect` for each: there are 20,000
}

function isSound({ model, id, rows: { count, width, X, y } }: TrainingRecord): boolean {
  return (
    model === 'clicks' &&
    (id === undefined || (id.length >= 1 && id.length <= 256)) &&
    count >= 1 &&
    width === 2 &&
    X.length === 2 * count &&
    y.length === count &&
    X.every(Number.isFinite) &&
    y.every((label) => label <= 1)
  );
}

/** A known reason; a short detail, with nothing in it that ends a line or that a terminal obeys. */
function isOneLine({ reason, detail }: Rejection): boolean {
  const unruly = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
  return quarantineReasons.includes(reason) && !unruly.test(detail) && detail.length < 200 && detail.isWellFormed();
}

const record = { model: 'clicks', id: 'r1', rows: rowsOf(3) };
const valid = [
  encodeRecord(record, 'json'),
  encodeRecord(record, 'binary'),
  encodeNamedJson(record, schema),
  text('{"X": [[1, 2]], "y": [1], "id": "\\ud83d\\ude00\\n", "model": "clicks"}'),
].flatMap((bytes) => [bytes, gzipSync(bytes)]);

/** Pieces that decoders have stumbled over, for splicing in. */
const pieces = [
  '__proto__', 'constructor', '{"__proto__": 1}', '1e400', '-0', 'NaN', 'null', '[[', ']]', '{}', '""', '"\\u0000"',
  '\u001b[31m', '\\ud800', '\u2028', '\r\n', '\ufeff', '9'.repeat(400), 'SLUC', '"y":', '"rows":[{}]', ',',
].map(text); // biome-ignore format: a list to read at a glance

function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let edits = 1 + random.integer(4); edits > 0; edits--) {
    const at = random.integer(changed.length + 1);
    const to = Math.min(changed.length, at + random.integer(8));
    switch (random.integer(5)) {
      case 0: // a bit flips
        if (at < changed.length) changed[at] ^= 1 << random.integer(8);
        break;
      case 1: // some bytes are anything
        for (let i = at; i < to; i++) changed[i] = random.integer(256);
        break;
      case 2: // some are missing
        changed = Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(to)]);
        break;
      case 3: // something comes between
        changed = Uint8Array.from([
          ...changed.subarray(0, at),
          ...pieces[random.integer(pieces.length)],
          ...changed.subarray(at),
        ]);
        break;
      default: // the end is missing
        if (random.integer(4) === 0) changed = changed.slice(0, at);
    }
  }
  return changed;
}

describe('whatever the bytes, the answer is a record or a reason', () => {
  it('for 16,000 mutations of valid records', () => {
    const random = seededRandom('mutations');
    const reasons = new Set<string>();
    for (let i = 0; i < 16_000; i++) {
      const decoded = decode(mutated(valid[i % valid.length], random));
      expectSound(decoded);
      reasons.add(decoded.kind === 'record' ? 'record' : decoded.rejection.reason);
    }
    expect(reasons.size).toBeGreaterThan(10); // the mutations reach deep
  });

  it('for 4,000 strings of random bytes, also behind the marks of each encoding', () => {
    const random = seededRandom('noise');
    const starts = [[], [0x1f, 0x8b, 8, 0], [0x53, 0x4c, 0x55, 0x43, 1], [0x7b], [0x5b], [0xef, 0xbb, 0xbf, 0x7b]];
    for (let i = 0; i < 4_000; i++) {
      const noise = Array.from({ length: random.integer(60) }, () => random.integer(256));
      expectSound(decode(Uint8Array.from([...starts[i % starts.length], ...noise])));
    }
  });

  it('and no prototype is touched', () => {
    const shape = () => [Object.prototype, Array.prototype, Map.prototype].map((it) => Reflect.ownKeys(it).length);
    const before = shape();
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      for (const value of ['{"polluted": 1}', '[1]', 'null', '{"prototype": {"polluted": 1}}']) {
        expectSound(decode(text(`{"X": [[1, 2]], "y": [1], "${key}": ${value}}`)));
        expectSound(decode(text(`{"rows": [{"x0": 1, "x1": 2, "label": 1, "${key}": ${value}}]}`)));
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

  it.each([
    ['labels', `{"X":[[1,2]],"y":[${'0,'.repeat(3_000_000)}0]}`, 'wrong-shape'],
    ['rows', `{"X":[${'0,'.repeat(3_000_000)}0],"y":[${'0,'.repeat(3_000_000)}0]}`, 'too-large'],
    ['features', `{"X":[[${'0,'.repeat(3_000_000)}0]],"y":[1]}`, 'wrong-width'],
    ['digits', `{"X":[[${'9'.repeat(5_000_000)},1]],"y":[1]}`, 'not-finite'],
    ['fields', `{${Array.from({ length: 300_000 }, (_, i) => `"f${i}":0`).join()}}`, 'wrong-shape'],
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
