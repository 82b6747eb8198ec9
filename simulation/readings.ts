import type { ReadRecord } from '../lambdas/trainer/advance.ts';
import type { Definition } from '../learning/definition.ts';
import { decodeRecord } from '../records/decode.ts';
import { rememberingGunzip } from './environment.ts';
import type { Entry } from './stream.ts';

/** What the bytes of entries say under the definitions in force; kept, because each is asked for several times. */
export class Readings {
  readonly #known = new Map<ReadonlyMap<string, Definition>, Map<Entry, ReadRecord>>();

  of(entry: Entry, definitions: ReadonlyMap<string, Definition>): ReadRecord {
    let known = this.#known.get(definitions);
    if (known === undefined) {
      known = new Map();
      this.#known.set(definitions, known);
    }
    let reading = known.get(entry);
    if (reading === undefined) {
      reading = { source: entry, decoded: decodeRecord(entry.data, definitions, rememberingGunzip) };
      known.set(entry, reading);
    }
    return reading;
  }
}
