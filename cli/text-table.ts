/** A column of a table: its heading, and on which side its cells stand. */
export interface TextColumn {
  readonly heading: string;
  readonly align?: 'right';
}

const WIDTH_MAX = 80;
const BETWEEN = '  ';
/** Left to the last column, also where the others take nearly all. */
const LAST_MIN = 20;

/** An aligned table in lines of 80 characters; the last column's text goes on in further lines where it is longer. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const headings = columns.map(({ heading }) => heading);
  const all = headings.some((heading) => heading !== '') ? [headings, ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(0, ...all.map((cells) => cells[i].length)));
  const last = columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + BETWEEN.length, 0);
  const room = Math.max(LAST_MIN, WIDTH_MAX - before);
  return all.flatMap((cells) =>
    wrapped(cells[last], room).map((text, line) => {
      const fixed = cells.slice(0, last).map((cell, i) => padded(line === 0 ? cell : '', widths[i], columns[i].align));
      const end = columns[last].align === 'right' ? text.padStart(Math.min(room, widths[last])) : text;
      return [...fixed, end].join(BETWEEN).trimEnd();
    }),
  );
}

/** Names and what they stand for, one below the other. */
export function factLines(facts: readonly (readonly [name: string, text: string])[]): string[] {
  return textTable([{ heading: '' }, { heading: '' }], facts);
}

/** Lines of text that begin at a column. */
export function indented(text: string, column: number): string[] {
  return wrapped(text, WIDTH_MAX - column).map((line) => ' '.repeat(column) + line);
}

function padded(cell: string, width: number, align: TextColumn['align']): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}

/** Breaks between words; a word that is too long stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line === '' || line.length + 1 + word.length <= width)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
