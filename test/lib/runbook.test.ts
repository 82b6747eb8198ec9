import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarmHeadings, runbookAnchor } from '../../lib/constructs/alarms.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

describe('the runbook', () => {
  it('has a heading for each alarm, and no other', () => {
    expect(headings).toEqual(alarmHeadings.map(({ heading }) => heading));
  });

  it.each(headings)('says of "%s" what it means, how to look and what to do', (heading) => {
    const section = runbook.split(`## ${heading}\n`)[1].split('\n## ')[0];
    for (const part of ['**It means**', '**Look**', '**Do**']) expect(section).toContain(part);
  });

  it('can be linked to: no two headings have the same anchor', () => {
    expect(new Set(headings.map(runbookAnchor)).size).toBe(headings.length);
    expect(runbookAnchor('Records arrive, and none is taken')).toBe('records-arrive-and-none-is-taken');
  });
});
