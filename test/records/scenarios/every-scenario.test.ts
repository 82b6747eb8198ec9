import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../../lambdas/definitions.ts';
import { decodeRecord } from '../../../records/decode.ts';
import { encodeRecord } from '../../../records/encode.ts';
import { scenarioNames, scenarios } from '../../../records/scenarios/table.ts';
import { models } from '../../../sluice.config.ts';

const definitions = definitionsOf(models);
const LENGTH = 100;
const all = Array.from({ length: LENGTH }, (_, i) => i);

/** The battery that every scenario passes. */
describe.each(scenarioNames)('the scenario %s', (name) => {
  const scenario = scenarios[name];
  const stream = all.map((index) => scenario.rows(7, index, LENGTH));

  it('feeds a model of the config, with rows of its width', () => {
    const definition = definitions.get(scenario.model);
    expect(stream.every(({ width }) => width === definition?.features.length)).toBe(true);
  });

  it('sends rows of 10 finite features, labelled 0 or 1, up to a tenth more than the fewest', () => {
    const counts = stream.map(({ count }) => count);
    expect(Math.max(...counts)).toBeLessThan(1.1 * Math.min(...counts));
    expect(new Set(counts).size).toBeGreaterThan(1);
    for (const { count, width, X, y } of stream) {
      expect([width, X.length, y.length]).toEqual([10, 10 * count, count]);
      expect(X.every(Number.isFinite)).toBe(true);
      expect(y.every((label) => label <= 1)).toBe(true);
    }
  });

  it('spoils the records that its truth calls harmful, and no other', () => {
    const harmful = scenario.truth(7, LENGTH).filter(({ kind }) => kind === 'harmful');
    const clean = all.map((index) => scenario.clean(7, index, LENGTH));
    const spoiled = all.filter((index) => !isDeepStrictEqual(clean[index], stream[index]));
    expect(spoiled).toEqual(harmful.flatMap(({ from, to }) => all.slice(from, to)));
  });

  it('makes any record alone as it makes it in order, and twice the same', () => {
    for (const index of [99, 3, 60, 31, 0]) expect(scenario.rows(7, index, LENGTH)).toEqual(stream[index]);
  });

  it('makes other records of another seed, and no record twice', () => {
    const firsts = [...stream, ...all.map((index) => scenario.rows(8, index, LENGTH))].map(({ X }) => X[0] + X[1]);
    expect(new Set(firsts).size).toBe(2 * LENGTH);
    expect(all.map((index) => scenario.rows(8, index, LENGTH).count)).not.toEqual(stream.map(({ count }) => count));
  });

  it.each([1, 2, 3, 10, 50, 1_000])(
    'has a truth that covers a stream of %i records, one concept at a time',
    (length) => {
      const bands = scenario.truth(7, length);
      let covered = 0;
      for (const { from, to } of bands.filter(({ kind }) => kind === 'concept')) {
        expect(from).toBe(covered);
        expect(to).toBeGreaterThanOrEqual(from);
        covered = to;
      }
      expect(covered).toBe(length);
      for (const { from, to, label } of bands.filter(({ kind }) => kind === 'harmful')) {
        expect(from >= 0 && from < to && to <= length, label).toBe(true);
      }
    },
  );

  it('sends no word of its truth', () => {
    const words = scenario
      .truth(7, LENGTH)
      .flatMap(({ kind, label }) => [kind, label, ...label.split(' ').filter((word) => word.length > 1)]);
    stream.forEach((rows, index) => {
      const bytes = encodeRecord({ model: scenario.model, id: `r${index}`, rows }, scenario.encoding);
      const text = Buffer.from(bytes).toString('latin1');
      expect(words.filter((word) => text.includes(word))).toEqual([]);
      const decoded = decodeRecord(bytes, definitions, (zipped) => zipped);
      expect(decoded.kind === 'record' && Object.keys(decoded.record).sort()).toEqual(['id', 'model', 'rows']);
    });
  });

  it('sends what it made: its encoding loses no more than float32 does', () => {
    for (const rows of stream.slice(0, 10)) {
      const decoded = decodeRecord(
        encodeRecord({ model: scenario.model, rows }, scenario.encoding),
        definitions,
        (b) => b,
      );
      if (decoded.kind === 'rejected') throw new Error(decoded.rejection.detail);
      const X = scenario.encoding === 'binary' ? rows.X.map(Math.fround) : rows.X;
      expect(decoded.record.rows).toEqual({ ...rows, X });
    }
  });
});
