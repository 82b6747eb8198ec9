import { checkBounds } from './json-bounds.ts';
import { RejectedRecord, shown } from './record.ts';

/**
 * The fields of a JSON object in UTF-8, refused before it is parsed where it would be large or slow. A byte order mark is
 * skipped; of two equal keys the last one counts.
 *
 * @param expected what the object should have, in words
 * @throws {RejectedRecord}
 */
export function readObject(bytes: Uint8Array, expected: string): ReadonlyMap<string, unknown> {
  const body = parse(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RejectedRecord('wrong-shape', `expected an object with ${expected}, got ${shown(body)}`);
  }
  return new Map(Object.entries(body));
}

/** A misspelt field would be ignored. @throws {RejectedRecord} */
export function refuseOthers(fields: ReadonlyMap<string, unknown>, known: ReadonlySet<string>): void {
  for (const field of fields.keys()) {
    if (!known.has(field)) throw new RejectedRecord('wrong-shape', `expected no field ${shown(field)}`);
  }
}

/** @throws {RejectedRecord} naming the field. */
export function listOf(fields: ReadonlyMap<string, unknown>, field: string): readonly unknown[] {
  const value = fields.get(field);
  if (!Array.isArray(value)) throw new RejectedRecord('wrong-shape', `expected a list, got ${shown(value)}`, [field]);
  return value;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new RejectedRecord('not-utf8', `expected UTF-8, got ${bytes.length} bytes that are not`);
  }
  checkBounds(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new RejectedRecord('not-json', `expected JSON, got ${shown(text.slice(0, 40))}`);
  }
}
