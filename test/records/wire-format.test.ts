import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../records/decode.ts';
import { quarantineReasons } from '../../records/record.ts';
import { definitionOf } from '../builders/definition.ts';

const document = readFileSync(path.resolve(import.meta.dirname, '../../docs/wire-format.md'), 'utf8');

describe('docs/wire-format.md', () => {
  it('has a row for each reason of quarantine, and for no other', () => {
    const table = document.slice(document.indexOf('## Why a record is quarantined'));
    const rows = [...table.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, reason]) => reason);
    expect(rows.toSorted()).toEqual([...quarantineReasons].sort());
  });

  it('has examples that are read', () => {
    const examples = [...document.matchAll(/^```json\n(.*?)^```/gms)].map(([, example]) => example);
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      const features = example.includes('age') ? ['age', 'visits'] : 3;
      const schemas = new Map([['clicks', definitionOf({ features })]]);
      const decoded = decodeRecord(new TextEncoder().encode(example), schemas, (bytes) => bytes);
      const content = example.includes('labels') ? { labels: [{ label: 1 }] } : { rows: { count: 2 } };
      expect(decoded, example).toMatchObject({ kind: 'record', record: content });
    }
  });
});
