import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../records/decode.ts';
import { encodeFileRows, type FileRow, FileRowError, labelsFromFile, rowsFromFile } from '../../records/table-rows.ts';
import { rowsFrom } from '../builders/rows.ts';

const schema = { features: ['age', 'visits'], categorical: [], missing: [], label: 'bought' };
const read = (...rows: readonly FileRow[]) =>
  rowsFromFile(
    rows.map((row, i) => ({ line: i + 2, row })),
    schema,
  );

describe('rows of a file', () => {
  it('are read by the names of the definition, whatever the order of the columns', () => {
    expect(read({ bought: '1', visits: '0.5', age: '31' }, { age: '20', visits: '-3', bought: '0' })).toEqual(
      rowsFrom([31, 0.5, 1], [20, -3, 0]),
    );
  });

  it('are text in a CSV, and numbers in NDJSON', () => {
    expect(read({ age: '3.1e1', visits: ' 2 ', bought: '1' })).toEqual(read({ age: 31, visits: 2, bought: 1 }));
  });

  it('may have further columns', () => {
    expect(read({ age: 1, visits: 2, bought: 1, country: 'DE' })).toEqual(rowsFrom([1, 2, 1]));
  });

  it.each<[string, FileRow]>([
    ['visits: expected a number, got no such column', { age: 1, bought: 1 }],
    ['bought: expected 0 or 1, got no such column', { age: 1, visits: 2 }],
    ['age: expected a finite number, got "x"', { age: 'x', visits: 2, bought: 1 }],
    ['age: expected a number, got an empty cell', { age: '', visits: 2, bought: 1 }],
    ['age: expected a number, got an empty cell', { age: ' ', visits: 2, bought: 1 }],
    ['age: expected a finite number, got Infinity', { age: '1e400', visits: 2, bought: 1 }],
    ['age: expected a number within float32, got 1e+300', { age: '1e300', visits: 2, bought: 1 }],
    ['age: expected a finite number, got null', { age: null, visits: 2, bought: 1 }],
    ['age: expected a finite number, got true', { age: true, visits: 2, bought: 1 }],
    ['bought: expected 0 or 1, got "2"', { age: 1, visits: 2, bought: '2' }],
  ])('are refused with line and column: %s', (message, row) => {
    expect(() => read({ age: 1, visits: 2, bought: 0 }, row)).toThrow(new FileRowError(`line 3: ${message}`));
  });

  it('have no columns by inheritance', () => {
    const inherited = { ...schema, features: ['constructor'] };
    expect(() => rowsFromFile([{ line: 2, row: { bought: 1 } }], inherited)).toThrow(
      new FileRowError('line 2: constructor: expected a number, got no such column'),
    );
  });
});

describe('labels of a file', () => {
  const labels = (...rows: readonly FileRow[]) =>
    labelsFromFile(
      rows.map((row, i) => ({ line: i + 2, row })),
      schema,
    );

  it('are read by the column id and that of the label, whatever stands beside them', () => {
    expect(labels({ bought: '1', id: 'order-17' }, { id: 'order-18', bought: 0, age: 'x' })).toEqual([
      { id: 'order-17', label: 1 },
      { id: 'order-18', label: 0 },
    ]);
  });

  it.each<[string, FileRow]>([
    ['id: expected text of 1 to 256 characters, got no such column', { bought: 1 }],
    ['id: expected text of 1 to 256 characters, got ""', { id: '', bought: 1 }],
    ['bought: expected 0 or 1, got "yes"', { id: 'order-17', bought: 'yes' }],
    ['bought: expected 0 or 1, got no such column', { id: 'order-17' }],
  ])('are refused with line and column: %s', (message, row) => {
    expect(() => labels(row)).toThrow(new FileRowError(`line 2: ${message}`));
  });
});

describe('rows of a file as a record', () => {
  const churn = { features: ['age', 'country'], categorical: ['country'], missing: ['age'], label: 'bought' };
  const rows = [
    { line: 2, row: { age: '31', country: 'DE', bought: '1' } },
    { line: 3, row: { age: '', country: '', bought: '0' } },
    { line: 4, row: { age: 20, country: 5, bought: 0, session: 'x' } },
  ];

  it('are read from the stream as from the file, names and missing values too', () => {
    const bytes = encodeFileRows({ model: 'churn', id: 'r1' }, rows, churn);
    const decoded = decodeRecord(bytes, new Map([['churn', churn]]), (plain) => plain);
    expect(decoded).toEqual({
      kind: 'record',
      record: { model: 'churn', id: 'r1', rows: rowsFromFile(rows, churn) },
    });
  });

  it('are refused as they are from the file', () => {
    const bad = [{ line: 2, row: { age: 'x', country: 'DE', bought: '1' } }];
    expect(() => encodeFileRows({ model: 'churn' }, bad, churn)).toThrow(FileRowError);
  });
});
