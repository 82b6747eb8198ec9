import { randomBytes } from 'node:crypto';

/** Bytes that nobody can guess. */
export const systemRandom = (count: number): Uint8Array => randomBytes(count);
