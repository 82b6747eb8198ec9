/** Of two names the letters to mend, as a share of the longer one: with more they are not the same one misspelt. */
const MENDED_MAX = 0.4;

/**
 * What a complaint about an unknown name ends with: `; the nearest is clicks`, the one among those known that takes the
 * fewest letters to mend (Levenshtein 1966); nothing where none is near.
 */
export function nearestClause(name: string, known: readonly string[]): string {
  const nearest = known.reduce((best, other) => (distance(name, other) < distance(name, best) ? other : best));
  const isNear = distance(name, nearest) <= MENDED_MAX * Math.max(name.length, nearest.length);
  return isNear ? `; the nearest is ${nearest}` : '';
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
