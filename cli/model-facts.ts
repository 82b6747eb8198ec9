import type { TrialStanding } from '../learning/gates/gate.ts';
import type { Mark } from '../learning/snapshot/steering.ts';
import { counted, decimals, instant } from '../report/numbers.ts';

/* How the models' commands say what several of them say. */

/** `paused by ana since 2026-11-24 10:00:00 UTC: labels are being mended` */
export function markInWords(what: string, { actor, atMs, reason }: Mark): string {
  const who = actor === undefined ? '' : ` by ${actor}`;
  return `${what}${who} since ${instant(atMs)}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `of 4 segments: F1 0.71 against challenger's 0.80, evidence 1.3; its share is 62 %` */
export function trialInWords({ segments, evidence, share, f1 }: TrialStanding): string {
  const served = `its share is ${Math.round(100 * share)} %`;
  if (segments === 0) return `of a challenger that began with the last segment; ${served}`;
  const scores = `F1 ${decimals(f1.champion, 2)} against challenger's ${decimals(f1.challenger, 2)}`;
  return `of ${counted(segments, 'segment')}: ${scores}, evidence ${decimals(evidence, 1)}; ${served}`;
}

/** `38 accepted, 2 held`; what never was is left out. */
export function verdictsInWords(counts: Readonly<Record<string, number>>): string {
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  return told.length === 0 ? 'none' : told.map(([kind, count]) => `${count} ${kind}`).join(', ');
}
