import { JSON_BRACKETS_MAX, JSON_DEPTH_MAX, JSON_FIELDS_MAX } from './limits.ts';
import { RejectedRecord } from './record.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** `[` and `]`, `{` and `}` are the same letters in two cases. */
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Most bytes are none of these, and are passed over by one look-up. */
const counts = Uint8Array.from({ length: 256 }, (_, byte) =>
  [QUOTE, COLON, OPEN, CLOSE, OPEN & ~0x20, CLOSE & ~0x20].includes(byte) ? 1 : 0,
);

/**
 * Refuses JSON that is small in bytes and large or slow once it is parsed, before it is: millions of lists, of levels, or
 * of fields in one object.
 *
 * @param bytes in UTF-8; whether they are JSON is for the parser to say
 */
export function checkBounds(bytes: Uint8Array): void {
  fields[0] = 0;
  let depth = 0;
  let brackets = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (counts[byte] === 0) continue;
    if (byte === QUOTE) {
      i = endOfText(bytes, i + 1);
    } else if (byte === COLON) {
      if (++fields[depth] > JSON_FIELDS_MAX) tooLarge(`${JSON_FIELDS_MAX} fields in an object`);
    } else if ((byte | 0x20) === OPEN) {
      if (++depth > JSON_DEPTH_MAX) {
        throw new RejectedRecord('wrong-shape', `expected at most ${JSON_DEPTH_MAX} brackets open at once, got more`);
      }
      if (++brackets > JSON_BRACKETS_MAX) tooLarge(`${JSON_BRACKETS_MAX} lists and objects`);
      fields[depth] = 0;
    } else if ((byte | 0x20) === CLOSE && depth > 0) {
      depth -= 1;
    }
  }
}

/** Of the innermost open bracket, and of those around it. */
const fields = new Uint32Array(JSON_DEPTH_MAX + 1);

/** The quote that ends the text which begins here, or the end of everything. */
function endOfText(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

function tooLarge(limit: string): never {
  throw new RejectedRecord('too-large', `expected at most ${limit}, got more`);
}
