import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '..', 'docs', 'gate.md');

/** Puts a table between its marks in docs/gate.md, in place of the one that is there. */
export function putTable(name: string, table: string): void {
  const [begin, end] = [`<!-- table ${name} -->`, `<!-- end ${name} -->`];
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/gate.md: expected the marks ${begin} and ${end}`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
}
