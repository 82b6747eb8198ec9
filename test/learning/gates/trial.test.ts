import { describe, expect, it } from 'vitest';
import type { TrialReading } from '../../../learning/gates/gate.ts';
import { createTrial, DROPPED_AT, PROMOTED_AT, type Trial } from '../../../learning/gates/trial.ts';
import { seededRandom } from '../../../learning/random.ts';
import { calibrated } from '../../builders/calibrated.ts';

/** Champion and challenger on the same hundred rows: one knows what there is to know, the other the opposite. */
const { probabilities, labels } = calibrated(100);
const opposite = probabilities.map((p) => 1 - p);
const rows = { count: 100, width: 0, X: new Float64Array(), y: labels };
const OLD = 100;
const seen = { threshold: 0.5, positiveShare: 0.5 };

const won = (trial: Trial, lead = OLD) => trial.weigh({ rows, probabilities: opposite, ...seen }, probabilities, lead);
const lost = (trial: Trial, lead = OLD) => trial.weigh({ rows, probabilities, ...seen }, opposite, lead);
const drawn = (trial: Trial) => trial.weigh({ rows, probabilities, ...seen }, probabilities, OLD);

/** A trial of a stream that was quiet for so many segments. */
function trialAfter(quiet: number): Trial {
  const trial = createTrial(12, 0.3);
  for (let i = 0; i < quiet; i++) trial.count(false);
  trial.begin(0, 'new');
  return trial;
}

describe('a trial', () => {
  it('promotes a challenger that wins, after twelve segments and not before', () => {
    const trial = trialAfter(100);
    const readings = Array.from({ length: 12 }, () => won(trial));
    expect(readings.map(({ outcome }) => outcome)).toEqual([...Array(11).fill(undefined), 'promoted']);
    expect(readings.at(-1)).toMatchObject({ segments: 12, evidence: PROMOTED_AT });
    expect(trial.running()).toBe(false);
  });

  it('drops a challenger that loses its first segment', () => {
    const trial = trialAfter(100);
    expect(lost(trial)).toMatchObject({ segments: 1, outcome: 'dropped' });
    expect(trial.last()).toBe(-1);
  });

  it('takes a win for ln (0.95 / ε), a loss for ln (0.05 / (1 − ε)), ε from 0.3 down to 0.05 as a stream proves quiet', () => {
    const evidence = (quiet: number) => [won(trialAfter(quiet)).evidence, lost(trialAfter(quiet)).evidence];
    for (const [quiet, share] of [
      [0, 0.3],
      [20, 0.1],
      [1_000, 0.05],
    ]) {
      const [win, loss] = evidence(quiet);
      expect(win).toBeCloseTo(Math.log(0.95 / share), 12);
      expect(loss).toBeCloseTo(Math.log(0.05 / (1 - share)), 12);
    }
  });

  it('reckons with more harm after what was held in trials that were lost', () => {
    const trial = trialAfter(100);
    for (let i = 0; i < 40; i++) trial.count(true);
    lost(trial);
    trial.begin(0, 'new');
    expect(won(trial).evidence).toBeCloseTo(Math.log(0.95 / (43 / 150)), 12);
  });

  it('takes nothing from a segment that nobody clearly won, and after 24 keeps the one with the lower loss', () => {
    const ends = [won, lost].map((last) => {
      const trial = trialAfter(0);
      const readings: TrialReading[] = Array.from({ length: 23 }, () => drawn(trial));
      expect(readings.every(({ evidence, outcome }) => evidence === 0 && outcome === undefined)).toBe(true);
      return last(trial).outcome;
    });
    expect(ends).toEqual(['promoted', 'dropped']);
  });

  it('lets no evidence grow beyond what decides, so that the change back is found as fast', () => {
    const trial = trialAfter(100);
    for (let i = 0; i < 10; i++) won(trial);
    const readings = [lost(trial), lost(trial), lost(trial)];
    expect(readings.map(({ outcome }) => outcome)).toEqual([undefined, undefined, 'dropped']);
    expect(readings[2].share).toBeLessThan(0.5);
  });

  it('weighs a young champion and its challenger alike: four wins promote', () => {
    const trial = trialAfter(0);
    expect([0, -1, -2, -3].map((lead) => won(trial, lead).outcome)).toEqual([...Array(3).fill(undefined), 'promoted']);
    expect(won(trialAfter(0), 1).evidence).toBeCloseTo(-lost(trialAfter(0), 1).evidence, 12);
  });

  it('keeps the challenger of a young champion, whatever it loses, until the champion is young no longer', () => {
    const trial = trialAfter(0);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((lead) => lost(trial, lead).outcome)).toEqual(Array(9).fill(undefined));
    expect(lost(trial, 10).outcome).toBe('dropped');
    const long = trialAfter(0);
    for (let i = 0; i < 100; i++)
      expect([won(long, 1), lost(long, 0)].map(({ outcome }) => outcome)).toEqual([undefined, undefined]);
  });

  it('promotes over a young champion only once three segments more have contradicted it than it has learned', () => {
    const trial = trialAfter(0);
    expect([3, 2, 1, 0, -1, -2].map((lead) => won(trial, lead).outcome)).toEqual(Array(6).fill(undefined));
    expect(won(trial, -3).outcome).toBe('promoted');
  });

  it('keeps a challenger of clearly lower F1 waiting, until the trial ends', () => {
    // rows that are hardly positive: the champion says all of them are, which costs it much and gives it an F1 of 0.57
    const y = Uint8Array.from({ length: 100 }, (_, i) => (i % 5 < 2 ? 1 : 0));
    const segment = { rows: { ...rows, y }, probabilities: new Float64Array(100).fill(0.99), ...seen };
    const trial = trialAfter(100);
    const outcomes = Array.from(
      { length: 24 },
      () => trial.weigh(segment, new Float64Array(100).fill(0.4), OLD).outcome,
    );
    expect(outcomes).toEqual([...Array(23).fill(undefined), 'promoted']);
  });

  it('trusts a challenger by evidence and by how earlier trials ended', () => {
    const trial = trialAfter(100);
    expect(trial.share(OLD)).toBeCloseTo(1 / 9, 12); // eight dropped for one promoted, before anything was seen
    lost(trial);
    trial.begin(0, 'new');
    expect(trial.share(OLD)).toBeCloseTo(1 / (1 + 5 / 0.5), 12);
    for (let i = 0; i < 12; i++) won(trial);
    trial.begin(0, 'new');
    expect(trial.share(OLD)).toBeCloseTo(1 / (1 + 5 / 1.5), 12);
  });

  it('trusts a young champion by its lead alone: 0.68 to 0.32 for each segment, at most 20 to 1', () => {
    const trial = trialAfter(100);
    expect(trial.share(0)).toBe(0.5); // each has learned as many
    expect(trial.share(1)).toBeCloseTo(0.32, 12);
    expect(trial.share(-2)).toBeCloseTo(0.68 ** 2 / (0.68 ** 2 + 0.32 ** 2), 12);
    expect(trial.share(9)).toBeCloseTo(1 / 21, 12);
  });

  it('takes a promotion over a young champion for a sign of harm, not of change', () => {
    const trial = trialAfter(0);
    for (let i = 0; i < 4; i++) won(trial, -3);
    expect(trial.running()).toBe(false);
    trial.begin(0, 'new');
    expect(trial.share(OLD)).toBeCloseTo(1 / (1 + 5 / 0.5), 12);
  });

  it('keeps a challenger that was dropped, and not one that was promoted', () => {
    const [dropped, promoted] = [trialAfter(100), trialAfter(100)];
    expect(dropped.keeps()).toBe(false);
    lost(dropped);
    for (let i = 0; i < 12; i++) won(promoted);
    expect([dropped.keeps(), promoted.keeps()]).toEqual([true, false]);
    dropped.begin(0, 'kept');
    expect([dropped.running(), dropped.keeps(), dropped.runsAgain()]).toEqual([true, false, true]);
    lost(dropped);
    dropped.begin(0, 'new');
    expect(dropped.runsAgain()).toBe(false);
  });

  it('trusts one that was dropped before by what a promotion takes, 245 to 1 against it, until it is beyond doubt', () => {
    const trial = trialAfter(100);
    lost(trial);
    trial.begin(0, 'kept');
    expect(1 / trial.share(OLD) - 1).toBeCloseTo(Math.exp(PROMOTED_AT), 9);
    const shares = Array.from({ length: 11 }, () => {
      won(trial);
      return trial.share(OLD);
    });
    expect(shares[0]).toBeLessThan(0.1);
    expect(shares.slice(3)).toEqual(Array(8).fill(1 / (1 + Math.exp(-2))));
    expect(won(trial)).toMatchObject({ outcome: 'promoted', evidence: PROMOTED_AT + 2 });
  });

  it('starts from what is known for the challenger before it was tried: it is trusted more, and dropped after two losses', () => {
    const trial = trialAfter(100);
    trial.begin(Math.log(6), 'new');
    expect(trial.share(OLD)).toBeCloseTo(1 / (1 + 8 / 6), 12);
    expect([lost(trial), lost(trial)].map(({ outcome }) => outcome)).toEqual([undefined, 'dropped']);
  });

  it('seldom promotes the wrong one, however long it may look: three in ten segments harmful, a thousand trials', () => {
    const random = seededRandom('trials');
    let promoted = 0;
    for (let i = 0; i < 1_000; i++) {
      const trial = trialAfter(0);
      while (trial.running()) if ((random.uniform() < 0.3 ? won : lost)(trial).outcome === 'promoted') promoted += 1;
    }
    expect(promoted / 1_000).toBeLessThanOrEqual(Math.exp(-PROMOTED_AT)); // Wald's bound
    expect(DROPPED_AT).toBeLessThan(0);
  });
});
