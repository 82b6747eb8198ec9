import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What docs/runbook.md says of one alarm. */
export interface RunbookSection {
  /** As Markdown that stands by itself: without links into the file, code between fences. */
  readonly markdown: string;
  /** What the alarm means, in one sentence. */
  readonly means: string;
}

/**
 * What docs/runbook.md says under a heading, so that it is written once.
 *
 * @throws {Error} where there is no such heading.
 */
export function runbookSection(heading: string): RunbookSection {
  const text = readFileSync(join(import.meta.dirname, '../docs/runbook.md'), 'utf8');
  const [, section] = text.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`docs/runbook.md: expected a section "${heading}", got none`);
  const markdown = withFences(withoutLinks(section.split('\n## ')[0].trim()));
  return { markdown, means: firstSentence(markdown, heading) };
}

/** In Markdown; a place in the file where there is no URL. */
export function runbookLink(heading: string, url: string | undefined): string {
  const place = `#${runbookAnchor(heading)}`;
  return url === undefined ? `docs/runbook.md${place}` : `[${heading}](${url}${place})`;
}

/** The anchor that GitHub gives a heading. */
export function runbookAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

/** A link to a section leaves its words, one to another file the file's name. */
function withoutLinks(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\(#[^)]*\)/g, '$1').replace(/\[[^\]]+\]\(([a-z-]+\.md)[^)]*\)/g, 'docs/$1');
}

/** Blocks that are code by their indent, between fences: a dashboard knows only those. */
function withFences(markdown: string): string {
  return markdown.replace(
    /(?:^ {4}.*\n?)+/gm,
    (block) => `\`\`\`\n${block.replace(/^ {4}/gm, '').trimEnd()}\n\`\`\`\n`,
  );
}

function firstSentence(markdown: string, heading: string): string {
  const sentence = /^\*\*It means\*\* (.*?\.)(?=\s|$)/s.exec(markdown)?.[1];
  if (sentence === undefined)
    throw new Error(`docs/runbook.md: ${heading}: expected "**It means** …" at its beginning`);
  return `It means ${sentence.replace(/\s+/g, ' ')}`;
}
