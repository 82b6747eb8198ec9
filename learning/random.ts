import { murmurHash3 } from './murmur-hash.ts';
import { utf8 } from './utf8.ts';

/** A stream of reproducible random numbers; the only source of chance in `learning` and `records`. */
export interface Random {
  /** Uniform in [0, 1), 32 bits fine. */
  uniform(): number;
  /** Uniform among 0, 1, …, n − 1. */
  integer(n: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
}

/**
 * A generator made from a seed of any text or bytes, so that each use names its own stream: `seededRandom('tour/7/record/12')`.
 *
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, period of at least 2³².
 */
export function seededRandom(seed: string | Uint8Array): Random {
  const bytes = typeof seed === 'string' ? utf8(seed) : seed;
  let a = murmurHash3(bytes, 1);
  let b = murmurHash3(bytes, 2);
  let c = murmurHash3(bytes, 3);
  let counter = 1;
  let spare = Number.NaN;

  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next(); // sfc32's own warm-up

  const uniform = (): number => next() / 4294967296;
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal: () => {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 − u is never 0
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** Shuffles in place (Fisher and Yates; Durstenfeld 1964). */
export function shuffle(values: { [index: number]: number; readonly length: number }, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swapped = values[i];
    values[i] = values[j];
    values[j] = swapped;
  }
}
