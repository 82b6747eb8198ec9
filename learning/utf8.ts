const encoder = new TextEncoder();
const scratch = new Uint8Array(1 << 14);

/** Text as UTF-8: the bytes of `TextEncoder.encode`, which takes five times as long for an id or a name. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (3 * text.length > scratch.length) return encoder.encode(text); // 3 bytes for a UTF-16 unit at most
  return scratch.slice(0, encoder.encodeInto(text, scratch).written);
}
