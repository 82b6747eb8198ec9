/** The name among those known that takes the fewest letters to mend (Levenshtein 1966): what a misspelt one was meant to be. */
export function nearestName(name: string, known: readonly string[]): string {
  return known.reduce((nearest, other) => (distance(name, other) < distance(name, nearest) ? other : nearest));
}

function distance(from: string, to: string): number {
  const a = from.slice(0, 64).toLowerCase();
  const b = to.toLowerCase();
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1));
    }
    above = row;
  }
  return above[b.length];
}
