/** Random bytes of an id: 74 bits of them are used, and no two ids of a year are ever equal. */
export const ROW_ID_RANDOM_BYTES = 10;

/**
 * The id of a predicted row: a UUID of version 7 (RFC 9562, 5.7), so ids sort by time, and an id says when it was made.
 *
 * @param random `ROW_ID_RANDOM_BYTES` of them
 */
export function rowId(nowMs: number, random: Uint8Array): string {
  if (random.length !== ROW_ID_RANDOM_BYTES) {
    throw new Error(`Got ${random.length} random bytes when expected ${ROW_ID_RANDOM_BYTES}.`);
  }
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const [versioned, varied, ...rest] = Uint8Array.of(
    0x70 | (random[0] & 0x0f),
    random[1],
    0x80 | (random[2] & 0x3f),
    ...random.subarray(3),
  );
  const hex = [versioned, varied, ...rest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [time.slice(0, 8), time.slice(8), hex.slice(0, 4), hex.slice(4, 8), hex.slice(8)].join('-');
}

/** When an id was made, in ms since 1970; nothing of one that is no UUID of version 7, as a caller's own may be. */
export function madeAtMs(id: string): number | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(id) ?? [];
  return high === undefined ? undefined : Number.parseInt(high + low, 16);
}
