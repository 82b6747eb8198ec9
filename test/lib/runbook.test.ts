import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarmHeadings } from '../../lib/constructs/alarms.ts';
import { runbookAnchor, runbookSection } from '../../lib/runbook.ts';

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

  it.each(headings)('stands by itself on the dashboard under "%s"', (heading) => {
    const { markdown, means } = runbookSection(heading);
    expect(markdown).not.toMatch(/\]\(/); // no link that leads nowhere there
    expect(markdown).not.toMatch(/^ {4}/m);
    expect(markdown.match(/^```$/gm)?.length ?? 0).toBe(2 * (markdown.match(/^```\n.*?^```$/gms)?.length ?? 0));
    expect(means).toMatch(/^It means that [^\n*]+\.$/);
  });

  it('keeps code as code, words of links into it, and names of other files', () => {
    expect(runbookSection('Records are quarantined').markdown).toContain(
      '\n```\nnpm run sluice -- redrive --list --stage STAGE\n```\n',
    );
    expect(runbookSection('Batches are given up').markdown).toContain(
      'for so long: The trainer fails. What Lambda says',
    );
    expect(runbookSection('The labeller fails').markdown).toContain('what docs/reliability.md says');
    expect(runbookSection('The trainer fails').means).toBe('It means that calls of the trainer failed for 15 minutes.');
  });

  it('says of a heading that is not there what was expected', () => {
    expect(() => runbookSection('All is well')).toThrow('docs/runbook.md: expected a section "All is well", got none');
  });

  it('can be linked to: no two headings have the same anchor', () => {
    expect(new Set(headings.map(runbookAnchor)).size).toBe(headings.length);
    expect(runbookAnchor('Records arrive, and none is taken')).toBe('records-arrive-and-none-is-taken');
  });
});
