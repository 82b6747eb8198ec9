/*
 * Whatever the bytes, `decodeRecord` answers with a record or a reason. 20,000 inputs in `npm test`. A million, two to
 * six minutes on one core:
 *
 *   SLUICE_FUZZ=1000000 npx vitest run --project unit test/records/fuzz.test.ts
 *
 * SLUICE_FUZZ_SEED=n tries others. A failure prints its seed and the shrunk input.
 */
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { encodeBinary } from '../../records/binary.ts';
import { decodeRecord, type Gunzip } from '../../records/decode.ts';
import { encodeRecord } from '../../records/encode.ts';
import { RECORD_BYTES_MAX } from '../../records/limits.ts';
import { quarantineReasons } from '../../records/record.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsFrom, rowsOf } from '../builders/rows.ts';
import { unsound } from '../builders/sound.ts';

const INPUTS = Number(process.env.SLUICE_FUZZ ?? 20_000);
const SEED = Number(process.env.SLUICE_FUZZ_SEED ?? 7);
/** Inputs are a few kB and take some 20 µs; a pause of a busy machine is far below this, and any blow-up far above. */
const INPUT_MS_MAX = 2_000;

const mixed = { features: ['age', 'place', 'income'], categorical: ['place'], missing: ['income'] };
const schemas = new Map([
  ['clicks', definitionOf()],
  ['mixed', definitionOf(mixed)],
  ['odd', definitionOf({ features: ['__proto__', 'constructor', 'toString'], label: 'hasOwnProperty' })],
  ['wide', definitionOf({ features: 10_000 })],
]);

/** Valid JSON records, cut between tokens so that edits hit values, not only letters. */
const sentences = [
  '{"X":[[0.5,-1.25],[3,4],[0,-0]],"y":[1,0,1]}',
  '{"model":"clicks","id":"2026-11-24/0001","X":[[0.5,1.25]],"y":[1]}',
  '{"y":[0],"X":[[1e-3,2E+5]],"id":"\\ud83d\\ude00","model":"clicks"}',
  '{"rows":[{"x0":1,"x1":2,"label":1},{"label":0,"x1":0.5,"x0":-2,"country":"DE"}]}',
  '{"model":"mixed","X":[[31,"Rome",null],[7,5,1e5],[1,true,2]],"y":[1,0,1],"id":"a"}',
  '{"model":"mixed","rows":[{"age":31,"place":"Rome","label":1},{"age":1,"place":null,"income":3,"label":0}]}',
  '{"model":"odd","rows":[{"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":1}]}',
  '{"model":"odd","X":[[1,2,3]],"y":[0]}',
  '{"id":"l1","model":"clicks","labels":[{"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","label":1},{"label":0,"id":"b"}]}',
  `{"model":"wide","X":[[${'0,'.repeat(50)}0]],"y":[0]}`,
].map((json) => json.match(/"(?:[^"\\]|\\.)*"|[-+.\w]+|./g) as string[]);

const binaries = [
  encodeBinary({ model: 'clicks', id: 'r1', rows: rowsOf(3) }),
  encodeBinary({ model: '', rows: rowsOf(1) }),
  encodeBinary({ model: 'mixed', id: 'ä€😀', rows: rowsFrom([31, 77, Number.NaN, 1], [2, 16_777_215, 5, 0]) }),
  encodeBinary({ model: 'odd', rows: rowsFrom([1e38, -0, 1e-45, 1]) }),
];

/** Tokens that decoders have stumbled over. */
const pool = [
  '0', '1', '2', '-0', '-1', '0.5', '1e400', '-1e400', '1e38', '3.5e38', '1e300', '5e-324', '1e-400', '1e99999999999',
  '9'.repeat(400), `0.${'0'.repeat(400)}1`, 'NaN', 'Infinity', '-Infinity', '01', '1.', '.5', '0x1', 'null', 'true',
  'false', 'undefined', '[', ']', '[]', '[[]]', '{', '}', '{}', ',', ':', '""', '"1"', '"NaN"', '"X"', '"y"', '"rows"',
  '"id"', '"model"', '"mixed"', '"wide"', '"odd"', '"nobody"', '"label"', '"__proto__"', '"constructor"', '"toString"',
  '"prototype"', '"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},', '"id":7,', '"id":"twice",',
  '"labels":[{"id":"a","label":1}],',
  '"y":[1],', '"X":[[1,2]],', '"rows":[],', '"line\nbreak"', '"\\n\\r\\u2028\\u0085"', '"\u001b[31m"', '"\\u001b]0;x\\u0007"',
  '"\u202egnp.exe"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '\ufeff', '\u2028', '\u0000', `"${'i'.repeat(256)}"`,
  `"${'i'.repeat(257)}"`, `"${'😀'.repeat(129)}"`, '['.repeat(101), '['.repeat(99), `${'['.repeat(60)}${']'.repeat(60)}`,
  '{"a":'.repeat(120), `[${'0,'.repeat(200)}0]`, '/*', '//', "'a'", '"', '\\', '{},'.repeat(900), '"rows":[{}],',
]; // biome-ignore format: a list to read at a glance

/** Numbers that lengths, counts and bits have stumbled over. */
const numbers = [
  0, 1, 2, 3, 4, 127, 128, 255, 256, 65_535, 10_000, 100_000, 100_001, 0x7f800000, 0x7fc00000, 0xff800000, 0x7fffffff,
  0x80000000, 0xfffffffe, 0xffffffff,
]; // biome-ignore format: a list to read at a glance

const at = fc.nat({ max: 4_095 });
const tokenEdits = fc.array(
  fc.record({
    kind: fc.constantFrom('value', 'value', 'value', 'replace', 'insert', 'remove', 'repeat', 'swap'),
    at,
    token: fc.constantFrom(...pool),
  }),
  { maxLength: 3 },
);
const byteEdits = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'set', 'insert', 'remove', 'truncate', 'splice', 'word', 'half'),
    at,
    value: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...numbers)),
  }),
  { maxLength: 3 },
);
const wrap = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('plain', 'gzip', 'two members') },
  { weight: 1, arbitrary: fc.constantFrom('gzip twice', 'gzip, then edits') },
);
/** Places in a record where any JSON could stand. */
const frames: readonly ((a: string, b: string) => string)[] = [
  (a, b) => `{"X":${a},"y":${b}}`,
  (a, b) => `{"X":[[${a},1]],"y":[${b}]}`,
  (a, b) => `{"model":"mixed","X":[[1,${a},${b}]],"y":[1]}`,
  (a, b) => `{"rows":[{"x0":${a},"x1":1,"label":1,"more":${b}}]}`,
  (a, b) => `{"rows":${a},"id":${b}}`,
  (a, b) => `{"labels":[{"id":${a},"label":${b}}]}`,
  (a, b) => `{"labels":${a},"id":${b}}`,
  (a) => a,
];
const noise = fc.uint8Array({ maxLength: 80 });
const marks = [[], [0x1f, 0x8b, 8, 0], [0x53, 0x4c, 0x55, 0x43, 1], [0x7b], [0x5b], [0xef, 0xbb, 0xbf, 0x7b]];

const input = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        base: fc.constantFrom(...sentences),
        tokens: tokenEdits,
        edits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteEdits }),
        wrap,
      })
      .map(({ base, tokens, edits, wrap }) => wrapped(Buffer.from(editedTokens(base, tokens).join('')), edits, wrap)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ base: fc.constantFrom(...binaries), edits: byteEdits, wrap })
      .map(({ base, edits, wrap }) => wrapped(base, edits, wrap)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...frames), fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 1 }), wrap)
      .map(([frame, a, b, wrap]) => wrapped(Buffer.from(frame(a, b)), [], wrap)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...marks), noise).map(([mark, bytes]) => Uint8Array.from([...mark, ...bytes])),
  },
);

it(`${INPUTS} inputs: a record or a reason, never a throw, a hang, an allocation beyond the limits or a touched prototype`, {
  timeout: 60_000 + INPUTS,
}, () => {
  const seen = new Map<string, number>();
  const before = prototypes();
  let slowestMs = 0;
  let inputs = 0;
  fc.assert(
    fc.property(input, (bytes) => {
      inputs += 1;
      const start = performance.now();
      const decoded = decodeRecord(bytes, schemas, boundedGunzip);
      const tookMs = performance.now() - start;
      slowestMs = Math.max(slowestMs, tookMs);
      if (tookMs > INPUT_MS_MAX) throw new Error(`took ${tookMs} ms`);
      const fault = unsound(decoded, schemas) ?? unstable(decoded) ?? unbounded.pop();
      if (fault !== undefined) throw new Error(fault);
      if (inputs % 1_000 === 0 && !isAsBefore(before)) throw new Error('a prototype was touched');
      const kind = decoded.kind === 'rejected' ? decoded.rejection.reason : decoded.record.labels ? 'labels' : 'record';
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: INPUTS, seed: SEED },
  );
  expect(isAsBefore(before)).toBe(true);
  expect(new Set(seen.keys())).toEqual(new Set(['record', 'labels', ...quarantineReasons])); // the inputs reach every answer
  console.info(`${inputs} inputs, slowest ${slowestMs.toFixed(1)} ms:`, Object.fromEntries(seen));
});

/** Kept aside, because what gunzip throws is a reason. */
const unbounded: string[] = [];

/** zlib behind the port, which must be asked with the limit, and must keep it. */
const boundedGunzip: Gunzip = (bytes, bytesMax) => {
  if (bytesMax !== RECORD_BYTES_MAX) unbounded.push(`gunzip was asked for ${bytesMax} bytes`);
  const expanded = gunzip(bytes, bytesMax);
  if (expanded.length > bytesMax) unbounded.push(`gunzip gave ${expanded.length} bytes`);
  return expanded;
};

/** A record that was read can be written and read again: what was accepted once is never refused on a redrive. */
function unstable(decoded: ReturnType<typeof decodeRecord>): string | undefined {
  if (decoded.kind === 'rejected') return undefined;
  const again = decodeRecord(encodeRecord(decoded.record, 'binary'), schemas, boundedGunzip);
  if (again.kind === 'rejected') return `written again: ${again.rejection.detail}`;
  const { model, id, rows, labels } = again.record;
  const same =
    model === decoded.record.model &&
    id === decoded.record.id &&
    isDeepStrictEqual(labels, decoded.record.labels) &&
    rows.X.every((value, i) => Object.is(value, Math.fround(decoded.record.rows.X[i])));
  return same ? undefined : 'written again, it is another';
}

type TokenEdit = { readonly kind: string; readonly at: number; readonly token: string };

function editedTokens(base: readonly string[], edits: readonly TokenEdit[]): readonly string[] {
  return edits.reduce<readonly string[]>((tokens, { kind, at, token }) => {
    const i = at % Math.max(1, tokens.length);
    switch (kind) {
      case 'value': // at the next value or key from here, so that the rest stays JSON
        return tokens.with(
          Math.max(
            i,
            tokens.findIndex((old, j) => j >= i && /[\w"]/.test(old)),
          ),
          token,
        );
      case 'replace':
        return tokens.with(i, token);
      case 'insert':
        return tokens.toSpliced(i, 0, token);
      case 'remove':
        return tokens.toSpliced(i, 1 + (at % 3));
      case 'repeat':
        return tokens.toSpliced(i, 0, ...tokens.slice(i, i + 1 + (at % 9)));
      default:
        return tokens.with(i, tokens[0]).with(0, tokens[i]);
    }
  }, base);
}

type ByteEdit = { readonly kind: string; readonly at: number; readonly value: number };

function wrapped(bytes: Uint8Array, edits: readonly ByteEdit[], wrap: string): Uint8Array {
  switch (wrap) {
    case 'gzip':
      return gzipSync(edited(bytes, edits), { level: 1 });
    case 'gzip twice':
      return gzipSync(gzipSync(edited(bytes, edits), { level: 1 }), { level: 1 });
    case 'two members': {
      const half = bytes.length >> 1;
      return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(edited(bytes.subarray(half), edits))]);
    }
    case 'gzip, then edits':
      return edited(gzipSync(bytes, { level: 1 }), edits);
    default:
      return edited(bytes, edits);
  }
}

function edited(given: Uint8Array, edits: readonly ByteEdit[]): Uint8Array {
  let bytes = Buffer.from(given);
  for (const { kind, at, value } of edits) {
    const i = at % Math.max(1, bytes.length);
    const rest = (from: number) => bytes.subarray(from);
    if (kind === 'flip' && bytes.length > 0) bytes[i] ^= 1 << (value % 8);
    else if (kind === 'set' && bytes.length > 0) bytes[i] = value;
    else if (kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, i), Buffer.of(value), rest(i)]);
    else if (kind === 'remove') bytes = Buffer.concat([bytes.subarray(0, i), rest(i + 1 + (value % 8))]);
    else if (kind === 'truncate') bytes = Buffer.from(bytes.subarray(0, i));
    else if (kind === 'splice')
      bytes = Buffer.concat([bytes.subarray(0, i), binaries[value % binaries.length].subarray(at % 40)]);
    else if (kind === 'word' && bytes.length >= 16)
      bytes.writeUInt32LE(value, 4 * (at % 4)); // the binary header's fields
    else if (kind === 'half' && bytes.length >= 16) bytes.writeUInt16LE(value & 0xffff, 4 + 2 * (at % 2));
  }
  return bytes;
}

/** Names and values of everything that a record could pollute. */
function prototypes(): readonly unknown[] {
  const owners = [Object, Array, Function, String, Number, Boolean, Map, Set, Error, Uint8Array, Float64Array];
  return owners
    .flatMap((owner) => [owner.prototype, owner])
    .flatMap((shared) => Object.entries(Object.getOwnPropertyDescriptors(shared)))
    .flatMap(([name, { value, get, set }]) => [name, value, get, set]);
}

function isAsBefore(before: readonly unknown[]): boolean {
  const now = prototypes();
  return now.length === before.length && now.every((value, i) => Object.is(value, before[i]));
}
