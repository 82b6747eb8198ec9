/** Eight tables of 256: entry `256 k + b` is what byte b does to the checksum when k bytes follow it. */
const TABLES = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  TABLES[byte] = byte;
  for (let bit = 0; bit < 8; bit++)
    TABLES[byte] = TABLES[byte] & 1 ? (TABLES[byte] >>> 1) ^ 0xedb88320 : TABLES[byte] >>> 1;
}
for (let i = 256; i < TABLES.length; i++) TABLES[i] = (TABLES[i - 256] >>> 8) ^ TABLES[TABLES[i - 256] & 0xff];

/**
 * CRC-32 as in gzip and PNG (ISO 3309): finds every flipped bit run up to 32 bits, and others but once in 4 billion.
 * Eight bytes a step (Kounavis and Berry 2005), three times as fast as one: every load and every commit sums a snapshot.
 *
 * @example crc32(new TextEncoder().encode('123456789')) // 0xcbf43926
 */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc =
      TABLES[0x700 + (crc & 0xff)] ^
      TABLES[0x600 + ((crc >>> 8) & 0xff)] ^
      TABLES[0x500 + ((crc >>> 16) & 0xff)] ^
      TABLES[0x400 + (crc >>> 24)] ^
      TABLES[0x300 + bytes[i + 4]] ^
      TABLES[0x200 + bytes[i + 5]] ^
      TABLES[0x100 + bytes[i + 6]] ^
      TABLES[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[i]) & 0xff];
  return ~crc >>> 0;
}
