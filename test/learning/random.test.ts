import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom, shuffle } from '../../learning/random.ts';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('seededRandom', () => {
  it('gives the same stream for the same seed, as text or as its bytes', () => {
    const streams = ['tour/7', 'tour/7', new TextEncoder().encode('tour/7')].map((seed) => {
      const random = seededRandom(seed);
      return draws(50, () => random.uniform() + random.normal() + random.integer(10));
    });
    expect(streams[1]).toEqual(streams[0]);
    expect(streams[2]).toEqual(streams[0]);
  });

  it('gives another stream for another seed', () => {
    const firsts = draws(1_000, () => 0).map((_, i) => seededRandom(`record/${i}`).uniform());
    expect(new Set(firsts).size).toBe(1_000);
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
  });

  it('stays the stream that it is: stored splits and scenarios depend on it', () => {
    const random = seededRandom('golden');
    expect(draws(3, () => random.uniform())).toEqual([0.10298259789124131, 0.9999727527610958, 0.6408487593289465]);
  });

  it('spreads evenly over [0, 1)', () => {
    const random = seededRandom('uniform');
    const bins = new Array(20).fill(0);
    for (const value of draws(20_000, () => random.uniform())) {
      expect(value >= 0 && value < 1).toBe(true);
      bins[Math.floor(value * 20)] += 1;
    }
    // χ² of 19 degrees of freedom is over 43.8 once in a thousand seeds
    expect(bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)).toBeLessThan(43.8);
  });

  it('draws each of n integers, and no other', () => {
    const random = seededRandom('integers');
    const seen = new Set(draws(1_000, () => random.integer(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(random.integer(1)).toBe(0);
  });

  it('draws normals of mean 0 and variance 1, uncorrelated with the ones before', () => {
    const random = seededRandom('normal');
    const values = draws(20_000, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(values.slice(1).map((value, i) => value * values[i])))).toBeLessThan(0.03);
    expect(values.filter((value) => Math.abs(value) > 1.96).length / values.length).toBeCloseTo(0.05, 2);
  });
});

describe('shuffle', () => {
  it('keeps every value once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (values, seed) => {
        const shuffled = [...values];
        shuffle(shuffled, seededRandom(seed));
        expect(shuffled.toSorted()).toEqual(values.toSorted());
      }),
    );
  });

  it('gives each of the orders of three about as often', () => {
    const counts = new Map<string, number>();
    const random = seededRandom('orders');
    for (let i = 0; i < 6_000; i++) {
      const order = [1, 2, 3];
      shuffle(order, random);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120); // four standard errors
  });

  it('draws from the generator it is given, and from nothing else', () => {
    const asked: number[] = [];
    const last: Random = { ...seededRandom('x'), integer: (n) => asked.push(n) && n - 1 };
    const values = [1, 2, 3, 4];
    shuffle(values, last);
    expect(values).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([4, 3, 2]);
  });
});
